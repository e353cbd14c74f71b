"""What is seen or pressed."""
