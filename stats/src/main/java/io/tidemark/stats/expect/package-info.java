/// What quality is to be expected of predictions whose labels have not come: from the predictions alone, and from what
/// is known of the model's errors. [ExpectedBinary] and [ExpectedRegression] take predictions, mergeable in any order.
///
/// Such an estimate sees a change of the inputs that moves the predictions; of a change of the relation between inputs
/// and outcome it knows nothing before labels come.
@NullMarked
package io.tidemark.stats.expect;

import org.jspecify.annotations.NullMarked;
