/// Where model bundles and what is known of them live: the port [ModelRegistry], its local directory, and how a
/// registry is chosen ([Registries]).
///
/// The registry keeps artifacts and metadata. Which version serves is not its business: the model timeline says so,
/// and a registry that is down stops nobody who has a model. Knows neither Kafka nor what is inside a bundle.
/// `mlflow` speaks to an MLflow server, `cascade` asks one source after the other, `guard` asks what may be down.
@NullMarked
package io.tidemark.registry;

import org.jspecify.annotations.NullMarked;
