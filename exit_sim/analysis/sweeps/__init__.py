"""What a sweep shows at first sight: options, settings against luck, and which settings matter."""
