"""Answers about operations: the board, and one operation put to the evaluation."""
