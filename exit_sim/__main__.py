"""The command line again: ``python -m exit_sim`` does all that ``exit-sim`` does."""

from exit_sim.cli import main

if __name__ == "__main__":
    main()
