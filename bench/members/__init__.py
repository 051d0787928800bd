"""True and absent members of releases, drawn at random: an oracle imports each, and truthcheck judges programs."""
