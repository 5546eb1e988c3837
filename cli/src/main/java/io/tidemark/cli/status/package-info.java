/// Is it fine? [StatusReader] asks processes, health, cluster and topics; [StatusView] answers in one screen.
@NullMarked
package io.tidemark.cli.status;

import org.jspecify.annotations.NullMarked;
