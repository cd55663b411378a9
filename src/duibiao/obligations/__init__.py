"""What every unit must do in a period (规定动作, 三个一): ticked off with evidence, accepted by the office, counted as facts."""
