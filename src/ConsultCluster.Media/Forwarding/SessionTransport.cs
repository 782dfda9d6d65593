using System.Collections.Immutable;
using System.Security.Cryptography;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Media.Forwarding;

/// <summary>One terminal's transport: ICE-lite, DTLS, and SRTP with the resulting keys.</summary>
internal sealed class SessionTransport : IDisposable
{
    private const int MaxDtlsDatagram = 1500;

    /// <summary>Three checks within the lifetime of consent.</summary>
    private static readonly TimeSpan MaxConsentInterval = IceLiteAgent.ConsentLifetime / 3;

    private readonly RelayShared _shared;
    private readonly ImmutableArray<byte> _expectedFingerprint;
    private readonly DtlsRole _role;
    private readonly IDtlsSession _dtls;
    private SrtpKeys? _keys;

    // Created by the first packet of their direction: a standby session needs no ciphers.
    private SrtpSender? _sender;
    private SrtpReceiver? _receiver;
    private TransportAddress? _handshakeTo;
    private bool _isStarted;
    private bool _handshakeMoved;

    public SessionTransport(NegotiatedSession negotiated, uint number, RelayShared shared)
    {
        _shared = shared;
        _expectedFingerprint = negotiated.RemoteFingerprint;
        _role = negotiated.Role;
        _dtls = shared.Dtls.Create(negotiated.Role);

        // The answer also proves a terminal without media alive: time for the repetitions is left before it counts as silent.
        var consentInterval = shared.Options.SilenceTimeout / 2;
        Ice = new(negotiated.Local, negotiated.Remote, shared.Random, number, consentInterval < MaxConsentInterval ? consentInterval : MaxConsentInterval);
    }

    public IceLiteAgent Ice { get; }

    /// <summary>True when keys are available and the certificate matches the signalled fingerprint.</summary>
    public bool IsConnected => _keys is not null;

    /// <summary>Why the transport has ended; null while it has not.</summary>
    public string? Failure { get; private set; }

    public MonoTime? NextTimeout => Failure is not null ? null : (_dtls.NextTimeout, Ice.NextTimeout) switch
    {
        ({ } dtls, { } ice) => dtls < ice ? dtls : ice,
        var (dtls, ice) => dtls ?? ice,
    };

    /// <param name="isFree">True when no other session has that address.</param>
    public IceCheckResult HandleStun(ReadOnlySpan<byte> datagram, in TransportAddress from, bool isFree, MonoTime now, IDatagramSink sink)
    {
        // Only before the handshake may a first check select: then there is no media to divert.
        var result = Ice.HandlePacket(datagram, from, now, sink, requiresProof: !isFree || IsConnected);
        if (result is IceCheckResult.Selected or IceCheckResult.Proven)
        {
            if (!_isStarted && _role == DtlsRole.Client)
            {
                _dtls.Start(now);
            }

            _isStarted = true;
        }

        if (!IsConnected || result == IceCheckResult.Proven)
        {
            // The check adds to what may be sent, or the answer lifts the limit.
            Advance(sink);
        }

        return result;
    }

    /// <summary>True when the datagram was authentic, or is part of the handshake.</summary>
    public bool HandleDtls(ReadOnlySpan<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink)
    {
        var wasConnected = IsConnected;
        var isTaken = _dtls.HandlePacket(datagram, now);
        if (!isTaken)
        {
            _shared.Counters.DtlsDropped++;
        }

        Advance(sink);
        if (IsConnected && !wasConnected && !_handshakeMoved && Ice.Selected == from && _handshakeTo == from)
        {
            // Every message of the handshake went there, and the peer's last one depends on them (RFC 5246 §7.4.9).
            Ice.HandleProof(now);
        }

        return isTaken;
    }

    /// <summary>A datagram of that length came; adds to what may be sent to an address that is not proven.</summary>
    public void HandleReceived(int length, in TransportAddress from)
    {
        if (!Ice.IsProven)
        {
            Ice.HandleReceived(length, from);
        }
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        if (Failure is not null)
        {
            return;
        }

        Ice.HandleTimeout(now, sink);
        if (_dtls.NextTimeout is { } due && due <= now)
        {
            _dtls.HandleTimeout(now);
            Advance(sink);
        }
    }

    /// <summary>Decrypts in place; false when the packet must be dropped, which is counted.</summary>
    public bool TryUnprotectRtp(Span<byte> packet, int headerLength, out int length, out long index)
    {
        length = 0;
        index = 0;
        return Accept(
            Receiver()?.TryUnprotectRtp(packet, headerLength, out length, out index),
            isRtcp: false);
    }

    /// <inheritdoc cref="TryUnprotectRtp"/>
    public bool TryUnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        return Accept(Receiver()?.TryUnprotectRtcp(packet, out length), isRtcp: true);
    }

    /// <summary>
    /// Reserves a datagram for a packet's header and what <see cref="CommitRtp"/> adds; empty when nothing can be sent.
    /// </summary>
    public Span<byte> ReserveRtp(int maxHeader, int payloadLength, IDatagramSink sink)
    {
        if (Sender() is not { } sender || Ice.Selected is not { } to)
        {
            return default;
        }

        var length = maxHeader + payloadLength + sender.MaxExpansion;
        return MaySend(length) ? sink.Reserve(to, length) : default;
    }

    /// <summary>Encrypts the payload after the header at the destination's start, and sends.</summary>
    public void CommitRtp(long index, Span<byte> destination, int headerLength, ReadOnlySpan<byte> payload, IDatagramSink sink)
    {
        var length = _sender!.ProtectRtp(index, destination[..headerLength], payload, destination);
        sink.Commit(length);
        Ice.HandleSent(length);
        _shared.Counters.RtpOut++;
        _shared.Counters.RtpBytesOut += length;
    }

    public void SendRtcp(ReadOnlySpan<byte> compound, IDatagramSink sink)
    {
        if (!compound.IsEmpty && Sender() is { } sender && Ice.Selected is { } to && MaySend(compound.Length + sender.MaxExpansion))
        {
            var length = sender.ProtectRtcp(compound, sink.Reserve(to, compound.Length + sender.MaxExpansion));
            sink.Commit(length);
            Ice.HandleSent(length);
            _shared.Counters.RtcpOut++;
        }
    }

    /// <summary>Closes the DTLS association, if there is one.</summary>
    public void Close(IDatagramSink sink)
    {
        if (_dtls.State == DtlsState.Connected)
        {
            _dtls.Close();
            SendDtls(sink);
        }
    }

    public void Dispose()
    {
        _sender?.Dispose();
        _receiver?.Dispose();
        _dtls.Dispose();
    }

    private SrtpSender? Sender() => _sender ?? (_keys is null ? null : _sender = new(_keys, _shared.Crypto));

    private SrtpReceiver? Receiver() => _receiver ?? (_keys is null ? null : _receiver = new(_keys, _shared.Crypto));

    private void Advance(IDatagramSink sink)
    {
        if (Failure is not null)
        {
            return;
        }

        // RFC 8122 §6.2: check before anything that the certificate's owner could profit from.
        if (!_dtls.PeerFingerprint.IsEmpty && !CryptographicOperations.FixedTimeEquals(_dtls.PeerFingerprint, _expectedFingerprint.AsSpan()))
        {
            _shared.Counters.FingerprintMismatches++;
            Failure = "dtls fingerprint mismatch";
            return;
        }

        SendDtls(sink);
        switch (_dtls.State)
        {
            case DtlsState.Connected when _dtls is { Keys: { } keys, PeerFingerprint.IsEmpty: false }:
                _keys = keys;
                break;
            case DtlsState.Failed:
                _shared.Counters.DtlsFailed++;
                Failure = "dtls failed";
                break;
            case DtlsState.Closed:
                Failure = "dtls closed";
                break;
        }
    }

    private void SendDtls(IDatagramSink sink)
    {
        if (Ice.Selected is not { } to)
        {
            return;
        }

        while (Ice.Allowance is var allowance and > 0)
        {
            // What exceeds the limit waits until more comes from there, or the address is proven.
            var destination = sink.Reserve(to, Math.Min(MaxDtlsDatagram, allowance));
            var taken = _dtls.TryTakeDatagram(destination, out var length);
            sink.Commit(taken ? length : 0);
            if (!taken)
            {
                return;
            }

            Ice.HandleSent(length);
            _handshakeMoved |= _handshakeTo is { } before && before != to;
            _handshakeTo = to;
        }
    }

    /// <summary>False, and counted, when the limit of an address that is not proven is reached.</summary>
    private bool MaySend(int length)
    {
        if (Ice.MaySend(length))
        {
            return true;
        }

        _shared.Counters.HeldBack++;
        return false;
    }

    private bool Accept(SrtpResult? result, bool isRtcp)
    {
        var counters = _shared.Counters;
        switch (result)
        {
            case SrtpResult.Ok:
                return true;
            case null:
                counters.MediaBeforeKeys++;
                break;
            case SrtpResult.Malformed when isRtcp:
                counters.MalformedRtcp++;
                break;
            case SrtpResult.Malformed:
                counters.MalformedRtp++;
                break;
            case SrtpResult.AuthenticationFailed:
                counters.AuthenticationFailed++;
                break;
            case SrtpResult.Replayed:
                counters.Replayed++;
                break;
            case SrtpResult.TooOld:
                counters.TooOld++;
                break;
            default:
                counters.TooManyStreams++;
                break;
        }

        return false;
    }
}
