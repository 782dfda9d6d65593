using System.Runtime.InteropServices;

namespace ConsultCluster.Relay.Sockets;

/// <summary>
/// Sends runs of datagrams with <c>sendmmsg</c>: one message per run where the kernel segments (UDP_SEGMENT), else one
/// per datagram. Falls back at run time, and waits at most 2 ms for room in the send buffer.
/// </summary>
internal sealed unsafe class DatagramSender(UdpSocket socket, SocketCounters counters, byte* slab, bool segmentationOffload) : IDisposable
{
    private const int MaxMessages = DatagramBatch.MaxDatagrams;

    /// <summary>Control data of one message: source address, then segment size.</summary>
    private static readonly int MaxControl = PacketInfo.MaxLength + sizeof(LibC.SegmentSizeControl);

    /// <summary>The relay's only thread must not block: media that cannot be sent by then is late anyway.</summary>
    private static readonly TimeSpan _maxWaitForRoom = TimeSpan.FromMilliseconds(2);

    private readonly NativeArray<LibC.MMsgHdr> _messages = new(MaxMessages);
    private readonly NativeArray<LibC.IoVec> _vectors = new(MaxMessages);
    private readonly NativeArray<LibC.SocketAddress> _addresses = new(MaxMessages);
    private readonly NativeArray<byte> _controls = new(MaxMessages * MaxControl);
    private readonly int[] _datagrams = new int[MaxMessages];
    private bool _segments = segmentationOffload;
    private bool _hasSegmented;
    private int _count;

    /// <summary>
    /// Sends all runs and counts datagrams that could not be sent. Together the runs hold at most <see
    /// cref="DatagramBatch.MaxDatagrams"/> datagrams.
    /// </summary>
    public void Send(ReadOnlySpan<DatagramRun> runs)
    {
        _count = 0;
        foreach (ref readonly var run in runs)
        {
            if (_segments && run.Count > 1)
            {
                Add(run, run.Offset, run.Length, run.Count);
            }
            else
            {
                AddEach(run);
            }
        }

        var done = 0;
        while (done < _count)
        {
            var sent = LibC.sendmmsg(socket.Descriptor, _messages.Pointer + done, (uint)(_count - done), LibC.MessageDontWait);
            if (sent > 0)
            {
                CountSent(done, sent);
                done += sent;
            }
            else
            {
                done += HandleError(Marshal.GetLastPInvokeError(), done);
            }
        }
    }

    public void Dispose()
    {
        _messages.Dispose();
        _vectors.Dispose();
        _addresses.Dispose();
        _controls.Dispose();
    }

    private void AddEach(in DatagramRun run)
    {
        for (var offset = 0; offset < run.Length; offset += run.SegmentSize)
        {
            Add(run, run.Offset + offset, Math.Min(run.SegmentSize, run.Length - offset), 1);
        }
    }

    private void Add(in DatagramRun run, int offset, int length, int datagrams)
    {
        var i = _count++;
        _datagrams[i] = datagrams;
        _vectors.Pointer[i] = new() { Data = slab + offset, Length = (nuint)length };
        ref var header = ref _messages.Pointer[i].Header;
        header.Name = _addresses.Pointer + i;
        header.NameLength = SocketAddressConversion.Write(run.To, socket.IsIPv6, _addresses.Pointer + i);
        header.Vectors = _vectors.Pointer + i;
        header.VectorCount = 1;
        var control = _controls.Pointer + (i * MaxControl);
        var used = run.To.Local != 0 && socket.Locals is { } locals ? PacketInfo.Write(locals[run.To.Local], socket.IsIPv6, control) : 0;
        if (datagrams > 1)
        {
            *(LibC.SegmentSizeControl*)(control + used) = new()
            {
                Length = LibC.SegmentSizeControl.UsedLength,
                Level = LibC.LevelUdp,
                Type = LibC.UdpSegment,
                SegmentSize = (ushort)run.SegmentSize,
            };
            used += sizeof(LibC.SegmentSizeControl);
        }

        header.Control = used > 0 ? control : null;
        header.ControlLength = (nuint)used;
    }

    private void CountSent(int first, int messages)
    {
        counters.SendCalls++;
        counters.Messages += messages;
        for (var i = first; i < first + messages; i++)
        {
            counters.Sent += _datagrams[i];
            if (_datagrams[i] > 1)
            {
                counters.SegmentedRuns++;
                _hasSegmented = true;
            }
        }
    }

    /// <summary>Handles a message that could not be sent; returns how many messages it finished.</summary>
    private int HandleError(int error, int index)
    {
        switch (error)
        {
            case LibC.ErrorInterrupted:
                return 0;
            case LibC.ErrorAgain:
                return WaitForRoom(index);
            case LibC.ErrorIo or LibC.ErrorInvalid or LibC.ErrorMessageTooLong or LibC.ErrorNoProtocolOption or LibC.ErrorNotSupported
                when _datagrams[index] > 1:
                // If segmentation has worked before, only this path's MTU or device lacks it.
                _segments = _hasSegmented;
                SendApart(index);
                return 1;
            case LibC.ErrorNoBuffers:
                counters.SendBufferFull += _datagrams[index];
                return 1;
            default:
                counters.SendErrors += _datagrams[index];
                return 1;
        }
    }

    private int WaitForRoom(int index)
    {
        socket.Wait(wake: null, toSend: true, _maxWaitForRoom, out _);
        var sent = LibC.sendmmsg(socket.Descriptor, _messages.Pointer + index, (uint)(_count - index), LibC.MessageDontWait);
        if (sent > 0)
        {
            CountSent(index, sent);
            return sent;
        }

        for (var i = index; i < _count; i++)
        {
            counters.SendBufferFull += _datagrams[i];
        }

        return _count - index;
    }

    /// <summary>Sends the datagrams of a run one by one, in the rare case that the kernel refuses the run.</summary>
    private void SendApart(int index)
    {
        var message = _messages.Pointer[index];
        var whole = *message.Header.Vectors;

        // Drop the segment size, which is the last control message.
        message.Header.ControlLength -= (nuint)sizeof(LibC.SegmentSizeControl);
        var segmentSize = ((LibC.SegmentSizeControl*)((byte*)message.Header.Control + message.Header.ControlLength))->SegmentSize;
        for (nuint offset = 0; offset < whole.Length; offset += segmentSize)
        {
            var part = new LibC.IoVec { Data = whole.Data + offset, Length = Math.Min(segmentSize, whole.Length - offset) };
            message.Header.Vectors = &part;
            if (LibC.sendmmsg(socket.Descriptor, &message, 1, LibC.MessageDontWait) == 1)
            {
                counters.SendCalls++;
                counters.Messages++;
                counters.Sent++;
            }
            else
            {
                counters.SendErrors++;
            }
        }
    }
}
