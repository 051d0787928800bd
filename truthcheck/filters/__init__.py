"""What of a report is told: not what a comment, the baseline or the chosen change leaves out. Reports to reports."""
