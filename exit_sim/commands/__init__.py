"""What the command line can be asked, one file for each command."""
