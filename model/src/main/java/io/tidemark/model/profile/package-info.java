/// What was normal when a version was trained: the distributions that live traffic is compared with.
@NullMarked
package io.tidemark.model.profile;

import org.jspecify.annotations.NullMarked;
