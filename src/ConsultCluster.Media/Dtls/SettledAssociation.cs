namespace ConsultCluster.Media.Dtls;

/// <summary>
/// A DTLS 1.2 association after its handshake, without the DTLS implementation: reads alerts, sends close_notify, and
/// repeats our last flight for a peer that did not receive it (RFC 6347 §4.2.4). About 150 bytes instead of tens of
/// thousands.
/// </summary>
public sealed class SettledAssociation
{
    private const byte Alert = 21;
    private const byte Handshake = 22;

    /// <summary>Epoch after the handshake; without renegotiation there is no other.</summary>
    private const ushort Epoch = 1;

    /// <summary>
    /// Far above every sequence number of the handshake, so the peer accepts our only alert and its nonce is unused.
    /// </summary>
    private const long CloseSequence = 1L << 47;

    /// <summary>A peer repeats its flight at most a dozen times before it gives up.</summary>
    private const int MaxRepeats = 16;

    /// <summary>A Finished message: 12 bytes of header and 12 of verification (RFC 5246 §7.4.9).</summary>
    private const int MaxContent = 24;

    private const int AlertLength = 2;

    /// <summary>An alert with the longest header, nonce and tag; rounded up.</summary>
    private const int MaxAlertRecord = 64;

    private const byte Warning = 1;
    private const byte Fatal = 2;
    private const byte CloseNotify = 0;

    private readonly DtlsRecordKeys _keys;
    private readonly byte[]? _lastFlight;
    private byte _repeats;
    private bool _repeatsNow;
    private bool _closesNow;

    /// <param name="lastFlight">Our last flight as records, not copied; empty when the peer sent the last one.</param>
    public SettledAssociation(in DtlsRecordKeys keys, byte[] lastFlight)
    {
        _keys = keys;
        _lastFlight = lastFlight.Length == 0 ? null : lastFlight;
    }

    /// <summary>
    /// <see cref="DtlsState.Connected"/>; closed by close_notify of either side, failed by the peer's fatal alert.
    /// </summary>
    public DtlsState State { get; private set; } = DtlsState.Connected;

    /// <summary>Handles one datagram; false when nothing in it is authentic and relevant.</summary>
    public bool HandlePacket(ReadOnlySpan<byte> datagram)
    {
        var isOfUse = false;
        var reader = new DtlsRecordReader(datagram);
        while (State == DtlsState.Connected && reader.TryRead(out var record))
        {
            isOfUse |= record.Epoch == Epoch && HandleRecord(record.ContentType, datagram.Slice(record.Offset, record.Length));
        }

        return isOfUse;
    }

    /// <summary>Closes the association with an alert to the peer.</summary>
    public void Close()
    {
        if (State == DtlsState.Connected)
        {
            State = DtlsState.Closed;
            _closesNow = true;
        }
    }

    /// <inheritdoc cref="IDtlsSession.TryTakeDatagram"/>
    public bool TryTakeDatagram(Span<byte> destination, out int length)
    {
        length = 0;
        if (_repeatsNow)
        {
            if (_lastFlight!.Length > destination.Length)
            {
                return false;
            }

            // Send identical records: a peer that missed them accepts them, and a peer that has them drops them as
            // replays.
            _repeatsNow = false;
            _lastFlight.CopyTo(destination);
            length = _lastFlight.Length;
            return true;
        }

        if (_closesNow && destination.Length < MaxAlertRecord)
        {
            return false;
        }

        length = _closesNow ? _keys.Seal(Alert, Epoch, CloseSequence, [Warning, CloseNotify], destination) : 0;
        _closesNow = false;
        return length > 0;
    }

    private bool HandleRecord(byte contentType, ReadOnlySpan<byte> record)
    {
        if (contentType is not (Alert or Handshake) || (contentType == Handshake && _lastFlight is null))
        {
            return false;
        }

        Span<byte> content = stackalloc byte[MaxContent];
        if (!_keys.TryOpen(record, content, out var length))
        {
            return false;
        }

        return contentType == Alert ? HandleAlert(content[..length]) : Repeat();
    }

    private bool HandleAlert(ReadOnlySpan<byte> alert)
    {
        if (alert.Length != AlertLength)
        {
            return false;
        }

        State = alert[1] == CloseNotify ? DtlsState.Closed : alert[0] == Fatal ? DtlsState.Failed : State;
        return true;
    }

    /// <summary>The peer repeated its Finished, so it still waits for ours.</summary>
    private bool Repeat()
    {
        _repeatsNow = _repeats < MaxRepeats;
        _repeats += _repeatsNow ? (byte)1 : (byte)0;
        return _repeatsNow;
    }
}
