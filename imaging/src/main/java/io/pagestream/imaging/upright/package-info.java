/**
 * Sets a page upright: turned by quarters, then made level; or left as it is when its ink does not say clearly how it lies.
 *
 * <p>Knows pixels and ink. Immutable; any thread. Start reading at {@code UprightPage};
 * {@code Pose} says where things lie afterwards.
 */
package io.pagestream.imaging.upright;
