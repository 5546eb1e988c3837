/// Where model bundles and what is known of them live: the port [ModelRegistry] and its local directory.
///
/// The registry keeps artifacts and metadata. Which version serves is not its business: the model timeline says so,
/// and a registry that is down stops nobody who has a model. Knows neither Kafka nor what is inside a bundle.
@NullMarked
package io.tidemark.registry;

import org.jspecify.annotations.NullMarked;
