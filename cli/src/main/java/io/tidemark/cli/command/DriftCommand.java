package io.tidemark.cli.command;

import picocli.CommandLine.Command;

/// Questions about drift.
@Command(
        name = "drift",
        description = "Has the world changed?",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = DriftCompareCommand.class)
public final class DriftCommand {}
