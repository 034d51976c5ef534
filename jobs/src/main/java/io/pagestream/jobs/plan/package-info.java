/**
 * The command {@code plan}: what a model takes of a device, before it is loaded. Start with {@link
 * io.pagestream.jobs.plan.Plan}.
 */
package io.pagestream.jobs.plan;
