"""The fee engine: dated editions of published tables, picked by date and evaluated exactly."""
