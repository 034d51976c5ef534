/**
 * How much memory a model takes, found by loading and running it on a device that only counts. Knows the device door and
 * nothing of models. A counting device belongs to one thread; what it counted is immutable.
 * Start with {@link io.pagestream.models.plan.MemoryPlan}.
 */
package io.pagestream.models.plan;
