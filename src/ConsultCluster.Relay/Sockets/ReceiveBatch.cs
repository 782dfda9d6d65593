using System.Runtime.InteropServices;
using ConsultCluster.Media;

namespace ConsultCluster.Relay.Sockets;

/// <summary>Receives up to 32 datagrams with one call, into its own buffers.</summary>
internal sealed unsafe class ReceiveBatch : IDisposable
{
    /// <summary>With more, the first packet of a burst would wait until the last is received.</summary>
    public const int Capacity = 32;

    /// <summary>Terminals keep to path MTUs of about 1,500; longer datagrams are not media.</summary>
    private const int BufferLength = 2048;

    private readonly UdpSocket _socket;
    private readonly SocketCounters _counters;
    private readonly NativeArray<byte> _buffers = new(Capacity * BufferLength);
    private readonly NativeArray<LibC.SocketAddress> _addresses = new(Capacity);
    private readonly NativeArray<LibC.IoVec> _vectors = new(Capacity);
    private readonly NativeArray<LibC.MMsgHdr> _messages = new(Capacity);

    /// <summary>Null when the socket is bound to one address.</summary>
    private readonly NativeArray<byte>? _controls;

    public ReceiveBatch(UdpSocket socket, SocketCounters counters)
    {
        _socket = socket;
        _counters = counters;
        _controls = socket.Locals is null ? null : new(Capacity * PacketInfo.MaxLength);
        for (var i = 0; i < Capacity; i++)
        {
            _vectors.Pointer[i] = new() { Data = _buffers.Pointer + (i * BufferLength), Length = BufferLength };
            _messages.Pointer[i].Header = new() { Name = _addresses.Pointer + i, Vectors = _vectors.Pointer + i, VectorCount = 1 };
            _messages.Pointer[i].Header.Control = _controls is null ? null : _controls.Pointer + (i * PacketInfo.MaxLength);
        }
    }

    /// <summary>Receives without waiting; returns the number of datagrams.</summary>
    public int Receive()
    {
        for (var i = 0; i < Capacity; i++)
        {
            _messages.Pointer[i].Header.NameLength = LibC.SocketAddress.IPv6Length;
            _messages.Pointer[i].Header.ControlLength = _controls is null ? 0 : (nuint)PacketInfo.MaxLength;
        }

        int count;
        do
        {
            count = LibC.recvmmsg(_socket.Descriptor, _messages.Pointer, Capacity, LibC.MessageDontWait, null);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == LibC.ErrorInterrupted);

        if (count <= 0)
        {
            return 0;
        }

        _counters.ReceiveCalls++;
        _counters.Received += count;
        return count;
    }

    /// <summary>A received datagram; empty when it was too long. Valid until the next <see cref="Receive"/>.</summary>
    public Span<byte> Datagram(int index)
    {
        ref var message = ref _messages.Pointer[index];
        if ((message.Header.Flags & LibC.MessageTruncated) != 0)
        {
            _counters.Truncated++;
            return default;
        }

        return new Span<byte>(_buffers.Pointer + (index * BufferLength), (int)message.Length);
    }

    /// <summary>Its source address, and the local address that it arrived at.</summary>
    public TransportAddress From(int index)
    {
        var address = SocketAddressConversion.Read(_addresses.Pointer + index);
        return _socket.Locals is { } locals
            ? address with { Local = locals.NumberOf(PacketInfo.Read(_messages.Pointer[index].Header, _socket.IsIPv6)) }
            : address;
    }

    public void Dispose()
    {
        _buffers.Dispose();
        _addresses.Dispose();
        _vectors.Dispose();
        _messages.Dispose();
        _controls?.Dispose();
    }
}
