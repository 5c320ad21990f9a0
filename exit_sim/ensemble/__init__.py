"""Ten thousand organisations at once: the same months by the same rules, compiled."""
