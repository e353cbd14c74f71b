"""Small cells of restricted sources, hidden so that neither sums nor another table gives them away."""
