using System.Runtime.InteropServices;

namespace ConsultCluster.Relay.Sockets;

/// <summary>The system calls of the media path, with the constants and layouts of 64-bit Linux.</summary>
internal static unsafe partial class LibC
{
    public const int ErrorInterrupted = 4;
    public const int ErrorIo = 5;
    public const int ErrorAgain = 11;
    public const int ErrorInvalid = 22;
    public const int ErrorMessageTooLong = 90;
    public const int ErrorNoProtocolOption = 92;
    public const int ErrorNotSupported = 95;
    public const int ErrorNoBuffers = 105;

    public const int MessageTruncated = 0x20;
    public const int MessageDontWait = 0x40;

    public const short PollIn = 1;
    public const short PollOut = 4;

    public const ushort AddressFamilyIPv4 = 2;
    public const ushort AddressFamilyIPv6 = 10;

    public const int LevelSocket = 1;
    public const int OptionSendBufferForce = 32;
    public const int OptionReceiveBufferForce = 33;

    public const int LevelUdp = 17;
    public const int UdpSegment = 103;

    public const int LevelIp = 0;
    public const int IpPacketInfo = 8;

    public const int LevelIPv6 = 41;
    public const int IPv6ReceivePacketInfo = 49;
    public const int IPv6PacketInfo = 50;

    public const int ClockThreadCpuTime = 3;

    private const int EventNonBlockingCloseOnExec = 0x800 | 0x80000;
    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true)]
    public static partial int recvmmsg(int socket, MMsgHdr* messages, uint count, int flags, void* timeout);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int sendmmsg(int socket, MMsgHdr* messages, uint count, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int ppoll(PollFd* descriptors, nuint count, TimeSpec* timeout, void* signalMask);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int descriptor, void* buffer, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int descriptor, void* buffer, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int descriptor);

    [LibraryImport(Library)]
    public static partial int clock_gettime(int clock, TimeSpec* time);

    /// <summary>Creates an eventfd; negative when there are no descriptors left.</summary>
    public static int CreateEvent() => eventfd(0, EventNonBlockingCloseOnExec);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int eventfd(uint initial, int flags);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFd
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoVec
    {
        public byte* Data;
        public nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MsgHdr
    {
        public void* Name;
        public uint NameLength;
        public IoVec* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MMsgHdr
    {
        public MsgHdr Header;
        public uint Length;
    }

    /// <summary>A control message that holds one segment size: struct cmsghdr, then 2 bytes, padded to 8.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 24)]
    public struct SegmentSizeControl
    {
        /// <summary>cmsghdr and payload without the padding.</summary>
        public const int UsedLength = 18;

        public nuint Length;
        public int Level;
        public int Type;
        public ushort SegmentSize;
    }

    /// <summary>A control message that holds struct in_pktinfo (ip(7)), padded to 8 bytes; addresses in network order.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 32)]
    public struct PacketInfoControl
    {
        /// <summary>cmsghdr and payload without the padding.</summary>
        public const int UsedLength = 28;

        public nuint Length;
        public int Level;
        public int Type;
        public int Interface;

        /// <summary>Local address: destination of a received datagram, or source of one to send.</summary>
        public uint Local;

        public uint Destination;
    }

    /// <summary>A control message that holds struct in6_pktinfo (RFC 3542 §6.1), padded to 8 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 40)]
    public struct PacketInfo6Control
    {
        /// <summary>cmsghdr and payload without the padding.</summary>
        public const int UsedLength = 36;

        public nuint Length;
        public int Level;
        public int Type;
        public fixed byte Local[16];
        public uint Interface;
    }

    /// <summary>struct sockaddr_in6, or struct sockaddr_in in its first 16 bytes; numbers in network order.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 28)]
    public struct SocketAddress
    {
        public const uint IPv4Length = 16;
        public const uint IPv6Length = 28;

        [FieldOffset(0)]
        public ushort Family;

        [FieldOffset(2)]
        public ushort Port;

        [FieldOffset(4)]
        public uint IPv4;

        [FieldOffset(4)]
        public uint FlowInfo;

        [FieldOffset(8)]
        public fixed byte IPv6[16];

        [FieldOffset(24)]
        public uint ScopeId;
    }
}
