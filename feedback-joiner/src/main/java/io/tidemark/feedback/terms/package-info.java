/// What holds for the answers of one version: how long labels are waited for, how they are read, what quality is
/// compared with. It comes with the version's bundle, so that it is that of the time of training.
///
/// [VersionTerms] says it, [RegistryTerms] finds it. Knows neither Kafka nor Spring.
@NullMarked
package io.tidemark.feedback.terms;

import org.jspecify.annotations.NullMarked;
