using ConsultCluster.Relay.Sockets;

namespace ConsultCluster.Benchmarks.Load;

/// <summary>
/// Takes datagrams with one call, each with the time at which the kernel queued it (SO_TIMESTAMPNS): how late the load itself reads
/// does not count as latency of what it measures.
/// </summary>
internal sealed unsafe class TimedReceiveBatch : IDisposable
{
    private const int Capacity = 64;
    private const int BufferLength = 2048;

    /// <summary>struct cmsghdr and struct timespec.</summary>
    private const int ControlLength = 32;
    private const int ControlHeaderLength = 16;

    private const int OptionTimestampNanoseconds = 35;

    private readonly NativeArray<byte> _buffers = new(Capacity * BufferLength);
    private readonly NativeArray<byte> _controls = new(Capacity * ControlLength);
    private readonly NativeArray<LibC.IoVec> _vectors = new(Capacity);
    private readonly NativeArray<LibC.MMsgHdr> _messages = new(Capacity);

    public TimedReceiveBatch()
    {
        for (var i = 0; i < Capacity; i++)
        {
            _vectors.Pointer[i] = new() { Data = _buffers.Pointer + (i * BufferLength), Length = BufferLength };
            _messages.Pointer[i].Header = new()
            {
                Vectors = _vectors.Pointer + i,
                VectorCount = 1,
                Control = _controls.Pointer + (i * ControlLength),
                ControlLength = ControlLength,
            };
        }
    }

    /// <summary>Has the kernel stamp what arrives at a socket.</summary>
    public static void Enable(UdpSocket socket) => socket.SetOption(LibC.LevelSocket, OptionTimestampNanoseconds, 1);

    /// <summary>Takes what is there without waiting; returns how many.</summary>
    public int Receive(UdpSocket socket) =>
        Math.Max(LibC.recvmmsg(socket.Descriptor, _messages.Pointer, Capacity, LibC.MessageDontWait, null), 0);

    /// <summary>One of the datagrams just received.</summary>
    public Span<byte> Datagram(int index) => new(_buffers.Pointer + (index * BufferLength), (int)_messages.Pointer[index].Length);

    /// <summary>When it arrived, in nanoseconds of <see cref="LoadClock"/>.</summary>
    public long ArrivedAt(int index) =>
        LoadClock.ToNanoseconds(*(LibC.TimeSpec*)(_controls.Pointer + (index * ControlLength) + ControlHeaderLength));

    public void Dispose()
    {
        _buffers.Dispose();
        _controls.Dispose();
        _vectors.Dispose();
        _messages.Dispose();
    }
}
