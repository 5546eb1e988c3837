/// The training libraries and our own trees behind one interface. [Learner] fits, [FittedModel] gives the kernel that
/// serves and, for comparison, the library's own scores. [Growth] is a model on a fold, tree by tree. [Learners]
/// chooses by the manifest's name.
@NullMarked
package io.tidemark.trainer.algorithm;

import org.jspecify.annotations.NullMarked;
