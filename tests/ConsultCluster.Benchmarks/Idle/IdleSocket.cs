using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using ConsultCluster.Relay;
using ConsultCluster.Relay.Sockets;

namespace ConsultCluster.Benchmarks.Idle;

/// <summary>
/// One socket for all terminals: each has a loopback address of its own, which goes with every datagram as IP_PKTINFO (ip(7)). A socket
/// for each would need as many file descriptors.
/// </summary>
internal sealed unsafe class IdleSocket : IDisposable
{
    private const int BatchLength = 64;
    private const int BufferLength = 2048;
    private const int BufferBytes = 16 * 1024 * 1024;
    private const int LevelIp = 0;
    private const int PacketInfo = 8;

    /// <summary>127.0.0.1, where the relay is.</summary>
    private const uint RelayAddress = 0x7F00_0001;

    private readonly UdpSocket _socket;
    private readonly NativeArray<byte> _buffers = new(2 * BatchLength * BufferLength);
    private readonly NativeArray<LibC.IoVec> _vectors = new(2 * BatchLength);
    private readonly NativeArray<PacketInfoControl> _controls = new(2 * BatchLength);
    private readonly NativeArray<LibC.MMsgHdr> _messages = new(2 * BatchLength);
    private readonly NativeArray<LibC.SocketAddress> _relay = new(1);
    private int _queued;

    public IdleSocket(ushort relayPort)
    {
        _socket = UdpSocket.Open(new RelayOptions { Port = 0, BindAddress = IPAddress.Any, ReceiveBufferBytes = BufferBytes, SendBufferBytes = BufferBytes });
        _socket.SetOption(LevelIp, PacketInfo, 1);
        *_relay.Pointer = new()
        {
            Family = LibC.AddressFamilyIPv4,
            Port = BinaryPrimitives.ReverseEndianness(relayPort),
            IPv4 = BinaryPrimitives.ReverseEndianness(RelayAddress),
        };
        for (var i = 0; i < 2 * BatchLength; i++)
        {
            _vectors.Pointer[i] = new() { Data = _buffers.Pointer + (i * BufferLength), Length = BufferLength };
            _messages.Pointer[i].Header = new()
            {
                Vectors = _vectors.Pointer + i,
                VectorCount = 1,
                Control = _controls.Pointer + i,
                ControlLength = (nuint)sizeof(PacketInfoControl),
                Name = i < BatchLength ? null : _relay.Pointer,
                NameLength = i < BatchLength ? 0 : LibC.SocketAddress.IPv4Length,
            };
        }
    }

    /// <summary>Port that all terminals share.</summary>
    public ushort Port => (ushort)_socket.LocalEndPoint.Port;

    /// <summary>Where the next datagram is written; <see cref="Commit"/> sends it with the others.</summary>
    public Span<byte> Reserve()
    {
        if (_queued == BatchLength)
        {
            Send();
        }

        return new Span<byte>(_buffers.Pointer + ((BatchLength + _queued) * BufferLength), BufferLength);
    }

    /// <summary>Queues what was written, as from that terminal.</summary>
    public void Commit(int terminal, int length)
    {
        var i = BatchLength + _queued++;
        _vectors.Pointer[i].Length = (nuint)length;
        _controls.Pointer[i] = new()
        {
            Length = PacketInfoControl.UsedLength,
            Level = LevelIp,
            Type = PacketInfo,
            Source = BinaryPrimitives.ReverseEndianness(StandbyOffer.Address(terminal).IPv4),
        };
    }

    /// <summary>Sends everything queued; waits for room where there is none.</summary>
    public void Send()
    {
        for (var done = 0; done < _queued;)
        {
            var sent = LibC.sendmmsg(_socket.Descriptor, _messages.Pointer + BatchLength + done, (uint)(_queued - done), 0);
            done += sent >= 0 ? sent : throw new InvalidOperationException($"sendmmsg: error {Marshal.GetLastPInvokeError()}.");
        }

        _queued = 0;
    }

    /// <summary>Takes up to 64 datagrams; returns how many.</summary>
    public int Receive()
    {
        for (var i = 0; i < BatchLength; i++)
        {
            _messages.Pointer[i].Header.ControlLength = (nuint)sizeof(PacketInfoControl);
        }

        return Math.Max(0, LibC.recvmmsg(_socket.Descriptor, _messages.Pointer, BatchLength, LibC.MessageDontWait, null));
    }

    public Span<byte> Datagram(int index) => new(_buffers.Pointer + (index * BufferLength), (int)_messages.Pointer[index].Length);

    /// <summary>Whose it is.</summary>
    public int Terminal(int index) => StandbyOffer.TerminalAt(BinaryPrimitives.ReverseEndianness(_controls.Pointer[index].Destination));

    /// <summary>Waits until something is there, or that long.</summary>
    public void Wait(TimeSpan atMost) => _socket.Wait(wake: null, toSend: false, atMost, out _);

    public void Dispose()
    {
        _buffers.Dispose();
        _vectors.Dispose();
        _controls.Dispose();
        _messages.Dispose();
        _relay.Dispose();
        _socket.Dispose();
    }

    /// <summary>struct cmsghdr and struct in_pktinfo, padded to 8 bytes; addresses in network order.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 32)]
    private struct PacketInfoControl
    {
        public const int UsedLength = 28;

        public nuint Length;
        public int Level;
        public int Type;
        public int Interface;
        public uint Source;
        public uint Destination;
    }
}
