"""What hostile code tries, one file a theme: the sandbox's security specification."""
