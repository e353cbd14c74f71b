"""What people edit, with every change kept."""
