package io.pagestream.operators.claim;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Whether an address belongs to the Internet, and not to this machine or to somebody's own network. */
final class PublicAddress {

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        boolean special = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
        return !special && (address instanceof Inet4Address ? isPublic4(address) : isPublic6(address));
    }

    /** RFC 6890: besides what Java knows, 0/8, 100.64/10 (carriers), 192.0.0/24, 198.18/15 (benchmarks), 240/4. */
    private static boolean isPublic4(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        return first != 0
                && !(first == 100 && (second & 0xc0) == 64)
                && !(first == 192 && second == 0 && bytes[2] == 0)
                && !(first == 198 && (second & 0xfe) == 18)
                && first < 240;
    }

    /** 2000::/3 is what is given out; of it 2002::/16 (RFC 3056) and 2001::/32 (RFC 4380) hold addresses of version 4. */
    private static boolean isPublic6(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        boolean carries4 = first == 0x2002 || first == 0x2001 && bytes[2] == 0 && bytes[3] == 0;
        return (first & 0xe000) == 0x2000 && !carries4;
    }
}
