"""The fee audit: what Amazon charged or previews, beside what the dated fee tables say, and why they differ."""
