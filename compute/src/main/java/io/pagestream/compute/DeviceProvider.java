package io.pagestream.compute;

/** Opens the devices of one kind; found as a service. */
public interface DeviceProvider {

    /** Whether {@code name} is a device of this kind, for example {@code cuda:0}. */
    boolean opens(String name);

    /** The names, or patterns of names, that this provider opens, for messages and {@code --help}. */
    String names();

    /**
     * Opens the device.
     *
     * @throws DeviceException when it is not there or something that it needs is missing: says what
     */
    Device open(String name);
}
