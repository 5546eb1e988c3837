/// The training libraries behind one interface. [Learner] fits, [FittedModel] gives the kernel that serves and, for
/// comparison, the library's own scores. [Learners] chooses by the manifest's name.
@NullMarked
package io.tidemark.trainer.algorithm;

import org.jspecify.annotations.NullMarked;
