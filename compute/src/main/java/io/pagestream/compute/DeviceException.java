package io.pagestream.compute;

/** A device that failed, or that could not be opened: the machine's fault. Names the operation and its shapes. */
public final class DeviceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DeviceException(String message) {
        super(message);
    }

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
