using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConsultCluster.Relay.OpenSsl;

/// <summary>
/// Connects one OpenSSL connection to datagrams in memory: a read consumes the datagram that is offered; each write is
/// one datagram to send. OpenSSL's own memory BIO does not keep datagram boundaries.
/// </summary>
internal sealed unsafe class DatagramBio : IDisposable
{
    /// <summary>IPv6 and UDP headers.</summary>
    private const int MtuOverhead = 48;

    /// <summary>A flight has only a few datagrams; more than this are dropped.</summary>
    private const int MaxQueued = 64;

    private static readonly nint _method = CreateMethod();

    private readonly Queue<byte[]> _outgoing = [];
    private GCHandle _self;
    private byte* _incoming;
    private int _incomingLength;

    public DatagramBio()
    {
        _self = GCHandle.Alloc(this);
        Handle = OpenSslException.ThrowIfNull(LibCrypto.BIO_new(_method));
        LibCrypto.BIO_set_data(Handle, GCHandle.ToIntPtr(_self));
        LibCrypto.BIO_set_init(Handle, 1);
    }

    /// <summary>Datagrams that OpenSSL has written and that were not taken yet.</summary>
    public int Queued => _outgoing.Count;

    /// <summary>The BIO. The connection that it is passed to frees it.</summary>
    public nint Handle { get; }

    /// <summary>Offers one datagram, which must not move until <see cref="Withdraw"/>.</summary>
    public void Offer(byte* datagram, int length)
    {
        _incoming = datagram;
        _incomingLength = length;
    }

    /// <summary>Withdraws the offer.</summary>
    public void Withdraw() => Offer(null, 0);

    /// <summary>The next datagram that OpenSSL has written; stays when it is longer than the destination.</summary>
    public bool TryTake(Span<byte> destination, out int length)
    {
        length = 0;
        if (!_outgoing.TryPeek(out var datagram) || datagram.Length > destination.Length)
        {
            return false;
        }

        _outgoing.Dequeue();
        datagram.CopyTo(destination);
        length = datagram.Length;
        return true;
    }

    /// <summary>All queued datagrams from this index on, concatenated. Read-only: a single one is not copied.</summary>
    public byte[] JoinFrom(int first)
    {
        byte[] joined = [];
        foreach (var datagram in _outgoing)
        {
            if (first-- <= 0)
            {
                joined = joined.Length == 0 ? datagram : [.. joined, .. datagram];
            }
        }

        return joined;
    }

    public void Dispose() => _self.Free();

    private static nint CreateMethod()
    {
        var method = OpenSslException.ThrowIfNull(
            LibCrypto.BIO_meth_new(LibCrypto.BIO_get_new_index() | LibCrypto.BioTypeSourceSink, "datagrams in memory"));
        OpenSslException.ThrowUnless(
            LibCrypto.BIO_meth_set_write(method, &Write) == 1
            && LibCrypto.BIO_meth_set_read(method, &Read) == 1
            && LibCrypto.BIO_meth_set_ctrl(method, &Control) == 1);
        return method;
    }

    private static DatagramBio Of(nint bio) => (DatagramBio)GCHandle.FromIntPtr(LibCrypto.BIO_get_data(bio)).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint bio, byte* data, int length)
    {
        var queue = Of(bio)._outgoing;
        if (queue.Count < MaxQueued)
        {
            queue.Enqueue(new ReadOnlySpan<byte>(data, length).ToArray());
        }

        return length;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint bio, byte* buffer, int length)
    {
        LibCrypto.BIO_clear_flags(bio, LibCrypto.BioFlagRead | LibCrypto.BioFlagShouldRetry);
        var self = Of(bio);
        if (self._incomingLength == 0)
        {
            LibCrypto.BIO_set_flags(bio, LibCrypto.BioFlagRead | LibCrypto.BioFlagShouldRetry);
            return -1;
        }

        var taken = Math.Min(length, self._incomingLength);
        new ReadOnlySpan<byte>(self._incoming, taken).CopyTo(new Span<byte>(buffer, taken));
        self.Withdraw();
        return taken;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Control(nint bio, int command, nint argument, void* pointer) => command switch
    {
        LibCrypto.BioControlFlush => 1,
        LibCrypto.BioControlGetMtuOverhead => MtuOverhead,
        _ => 0,
    };
}
