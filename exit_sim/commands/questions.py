"""Five questions, each with the command that answers it."""

QUESTIONS = (
    (
        "Why did one innovation end as it did? (exit-sim why finds what turns it)",
        "exit-sim run funder_pilot_cliff --seed 13",
    ),
    (
        "Was that luck? How do many journeys of the same organisation end?",
        "exit-sim run funder_pilot_cliff --runs 100",
    ),
    (
        "What if somebody decided otherwise? (exit-sim changes lists what may be asked)",
        "exit-sim what-if champion_leaves_pilot --change champion_stays --runs 100",
    ),
    (
        "What might happen in a service like ours?",
        "exit-sim scenarios copy permissive_good_council --to ours.toml",
    ),
    (
        "What does all this rest on, and how sure is it?",
        "exit-sim cite funder_pilot_cliff",
    ),
)


def ask() -> None:
    """Print the questions."""
    from exit_sim.commands.screen import Block, Command, Heading, Words, show
    from exit_sim.results.folder import STANDING

    about = "Why do some innovations for young people leaving care last, while most do not?"
    blocks: list[Block] = [Heading("exit_sim"), Words(about, beneath=True)]
    for question, command in QUESTIONS:
        blocks += [Words(question), Command(command)]
    blocks.append(Words("exit-sim --help names every command."))
    blocks.append(Words(" ".join(STANDING[:2])))
    show(blocks)
