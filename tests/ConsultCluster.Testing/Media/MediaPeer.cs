using ConsultCluster.Media;
using ConsultCluster.Media.Dtls;
using ConsultCluster.Media.Forwarding;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Rtcp;
using ConsultCluster.Media.Rtp;
using ConsultCluster.Media.Sdp;
using ConsultCluster.Media.Srtp;

namespace ConsultCluster.Testing.Media;

/// <summary>
/// A terminal without sockets, threads and clocks that knows only the RFCs: offers, checks as controlling agent, shakes hands,
/// publishes synthetic media and records what it receives. Same shape as the relay core, so that both go on any network.
/// </summary>
public sealed class MediaPeer : IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(500);

    private readonly MediaPeerOptions _options;
    private readonly IDtlsSessionFactory _dtlsFactory;
    private readonly ISrtpCrypto _crypto;
    private readonly IRandomSource _random;
    private readonly PeerPacer _pacer;
    private PeerAnswer? _answer;
    private PeerIce _ice;
    private IDtlsSession? _dtls;
    private SrtpSender? _sender;
    private SrtpReceiver? _receiver;
    private int _version = 1;
    private bool _isDtlsStarted;
    private MonoTime? _nextReport;

    public MediaPeer(MediaPeerOptions options, IDtlsSessionFactory dtls, ISrtpCrypto crypto, IRandomSource random)
    {
        _options = options;
        _dtlsFactory = dtls;
        _crypto = crypto;
        _random = random;
        Credentials = IceCredentials.Create(random);
        _ice = new(Credentials, random, options.CheckInterval);
        _pacer = new(this);
        AddSections();
        Microphone = Find(TrackSource.Microphone);
        Camera = Find(TrackSource.Camera);
        Screen = Find(TrackSource.Screen);
    }

    public IceCredentials Credentials { get; private set; }

    public List<PeerSection> Sections { get; } = [];

    public PeerTrack? Microphone { get; }

    public PeerTrack? Camera { get; }

    public PeerTrack? Screen { get; }

    public List<PeerTrack> Tracks { get; } = [];

    public Dictionary<string, PeerSlot> Slots { get; } = new(StringComparer.Ordinal);

    /// <summary>What the sending sections carry, as the hub tells it to the relay.</summary>
    public Dictionary<string, TrackSource> Sources =>
        Sections.Where(section => section.Source is not null).ToDictionary(section => section.Mid, section => section.Source!.Value, StringComparer.Ordinal);

    public IEnumerable<PeerSlot> AudioSlots => Slots.Values.Where(slot => slot.Section.Kind == MediaKind.Audio);

    public IEnumerable<PeerSlot> VideoSlots => Slots.Values.Where(slot => slot.Section.Kind == MediaKind.Video);

    /// <summary>Where datagrams for the relay go.</summary>
    public TransportAddress Relay { get; private set; }

    /// <summary>Does not answer the relay's checks.</summary>
    public bool IsDeaf
    {
        get => _ice.IsDeaf;
        set => _ice.IsDeaf = value;
    }

    /// <summary>Keys are there.</summary>
    public bool IsConnected => _sender is not null;

    /// <summary>The relay has ended the association.</summary>
    public bool IsClosed => _dtls?.State == DtlsState.Closed;

    /// <summary>Bits per second that the relay last allowed (REMB).</summary>
    public ulong? AllowedBitrate { get; private set; }

    public MonoTime? NextTimeout
    {
        get
        {
            var next = _ice.NextTimeout;
            Consider(IsConnected ? null : _dtls?.NextTimeout);
            Consider(_nextReport);
            Consider(_pacer.NextTimeout);
            if (_options.SendsNacks)
            {
                foreach (var slot in VideoSlots)
                {
                    Consider(slot.Nacks.NextTimeout);
                }
            }

            return next;

            void Consider(MonoTime? at) => next = next is null || at < next ? at ?? next : next;
        }
    }

    public string CreateOffer() => PeerOffer.Write(Sections, _options, Credentials, _dtlsFactory.LocalFingerprint, _version++);

    /// <summary>The next offer restarts ICE: new credentials (RFC 8445 §9).</summary>
    public void RestartIce()
    {
        Credentials = IceCredentials.Create(_random);
        _ice = new(Credentials, _random, _options.CheckInterval) { IsDeaf = IsDeaf };
    }

    /// <summary>Adds a receive slot to the next offer.</summary>
    public void AddSlot(MediaKind kind) => Sections.Add(new(NextMid(), kind, null, 0, 0));

    /// <summary>Takes the answer; checks begin with the next timeout.</summary>
    /// <param name="relay">Where to send; null takes the answer's first candidate.</param>
    public void SetAnswer(string answer, TransportAddress? relay, MonoTime now)
    {
        _answer = PeerAnswer.Parse(answer);
        Relay = relay ?? _answer.Candidates[0];
        foreach (var section in Sections)
        {
            if (section.Source is null && _answer.Slots.TryGetValue(section.Mid, out var ssrcs) && !Slots.ContainsKey(section.Mid))
            {
                Slots[section.Mid] = new(section, _options, ssrcs.Ssrc, ssrcs.RtxSsrc);
            }
        }

        _dtls ??= _dtlsFactory.Create(_answer.Role);
        _ice.Start(_answer.Remote, Relay, now);
    }

    /// <summary>Sends a frame of that many packets on each interval until stopped with null.</summary>
    public void Pace(PeerTrack track, TimeSpan? interval, int packets, int packetLength, MonoTime now) =>
        _pacer.Set(track, interval, packets, packetLength, now);

    /// <summary>Checks at once: the terminal has a new address.</summary>
    public void Roam(MonoTime now) => _ice.CheckNow(now);

    public void HandleDatagram(Span<byte> datagram, MonoTime now, IDatagramSink sink)
    {
        switch (DatagramClassifier.Classify(datagram))
        {
            case DatagramKind.Stun:
                _ice.HandlePacket(datagram, now, sink);
                break;
            case DatagramKind.Dtls:
                _dtls?.HandlePacket(datagram, now);
                break;
            case DatagramKind.Rtp:
                HandleRtp(datagram, now);
                return;
            case DatagramKind.Rtcp:
                HandleRtcp(datagram, now, sink);
                return;
        }

        Advance(now, sink);
    }

    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        _ice.HandleTimeout(now, sink);
        if (!IsConnected && _dtls?.NextTimeout is { } due && due <= now)
        {
            _dtls.HandleTimeout(now);
        }

        Advance(now, sink);
        if (!IsConnected)
        {
            return;
        }

        if (_nextReport is not { } report || report <= now)
        {
            _nextReport = now + ReportInterval;
            PeerReports.Send(this, now, sink);
        }

        if (_options.SendsNacks)
        {
            PeerReports.SendNacks(this, now, sink);
        }

        _pacer.HandleTimeout(now, sink);
    }

    /// <summary>Asks for a keyframe in a slot.</summary>
    public void RequestKeyframe(PeerSlot slot, IDatagramSink sink)
    {
        Span<byte> buffer = stackalloc byte[RtcpWriter.PliLength];
        var writer = new RtcpWriter(buffer);
        writer.WritePli(1, slot.Ssrc);
        SendRtcp(buffer, sink);
    }

    /// <summary>Encrypts and sends; nothing before the handshake is done.</summary>
    public void SendRtp(long index, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, IDatagramSink sink)
    {
        if (_sender is not null)
        {
            var destination = sink.Reserve(Relay, header.Length + payload.Length + _sender.MaxExpansion);
            sink.Commit(_sender.ProtectRtp(index, header, payload, destination));
        }
    }

    /// <summary>Encrypts and sends any compound, well-formed or not.</summary>
    public void SendRtcp(ReadOnlySpan<byte> compound, IDatagramSink sink)
    {
        if (_sender is not null)
        {
            var destination = sink.Reserve(Relay, compound.Length + _sender.MaxExpansion);
            sink.Commit(_sender.ProtectRtcp(compound, destination));
        }
    }

    /// <summary>Decrypts an RTP packet in place and does nothing else with it; false when it is not authentic.</summary>
    public bool TryReadRtp(Span<byte> packet, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        return TryUnprotect(packet, out var header, out var length, out _) && header.TryGetPayload(packet[..length], out payload);
    }

    public void Dispose()
    {
        _sender?.Dispose();
        _receiver?.Dispose();
        _dtls?.Dispose();
    }

    private void Advance(MonoTime now, IDatagramSink sink)
    {
        if (_dtls is null || _answer is null)
        {
            return;
        }

        if (!_isDtlsStarted && _ice.IsConnected)
        {
            _isDtlsStarted = true;
            if (_answer.Role == DtlsRole.Client)
            {
                _dtls.Start(now);
            }
        }

        var taken = true;
        while (taken)
        {
            taken = _dtls.TryTakeDatagram(sink.Reserve(Relay, 1500), out var length);
            sink.Commit(taken ? length : 0);
        }

        if (_sender is null && _dtls is { State: DtlsState.Connected, Keys: { } keys })
        {
            if (!_dtls.PeerFingerprint.SequenceEqual(_answer.Fingerprint))
            {
                throw new InvalidOperationException("The relay's certificate is not the signalled one.");
            }

            _sender = new(keys, _crypto);
            _receiver = new(keys, _crypto);
            _nextReport = now + ReportInterval;
        }
    }

    private void HandleRtp(Span<byte> datagram, MonoTime now)
    {
        if (!TryUnprotect(datagram, out var header, out var length, out var index)
            || !header.TryGetPayload(datagram[..length], out var payload))
        {
            return;
        }

        foreach (var slot in Slots.Values)
        {
            if (slot.Ssrc == header.Ssrc || slot.RtxSsrc == header.Ssrc)
            {
                slot.HandlePacket(header, datagram[..length], payload, index, now);
                return;
            }
        }
    }

    private bool TryUnprotect(Span<byte> datagram, out RtpHeader header, out int length, out long index)
    {
        (length, index) = (0, 0);
        return RtpHeader.TryParse(datagram, out header)
            && _receiver is not null
            && _receiver.TryUnprotectRtp(datagram, header.Length, out length, out index) == SrtpResult.Ok;
    }

    private void HandleRtcp(Span<byte> datagram, MonoTime now, IDatagramSink sink)
    {
        if (_receiver is null || _receiver.TryUnprotectRtcp(datagram, out var length) != SrtpResult.Ok)
        {
            return;
        }

        var reader = new RtcpReader(datagram[..length]);
        while (reader.TryRead(out var packet))
        {
            if (PeerReports.TryReadBitrate(packet, out var bitrate))
            {
                AllowedBitrate = bitrate;
            }
            else
            {
                PeerReports.Handle(this, packet, now, sink);
            }
        }
    }

    private void AddSections()
    {
        AddTrack(_options.SendsAudio, MediaKind.Audio, TrackSource.Microphone);
        AddTrack(_options.SendsVideo, MediaKind.Video, TrackSource.Camera);
        AddTrack(_options.SendsScreen, MediaKind.Video, TrackSource.Screen);
        for (var i = 0; i < _options.FurtherVideos; i++)
        {
            AddTrack(isWanted: true, MediaKind.Video, TrackSource.Camera);
        }

        for (var i = 0; i < _options.AudioSlots; i++)
        {
            AddSlot(MediaKind.Audio);
        }

        for (var i = 0; i < _options.VideoSlots; i++)
        {
            AddSlot(MediaKind.Video);
        }
    }

    private void AddTrack(bool isWanted, MediaKind kind, TrackSource source)
    {
        if (isWanted)
        {
            Span<byte> bytes = stackalloc byte[16];
            _random.Fill(bytes);
            var section = new PeerSection(NextMid(), kind, source, BitConverter.ToUInt32(bytes), BitConverter.ToUInt32(bytes[4..]));
            Sections.Add(section);
            Tracks.Add(new(this, section, _options, BitConverter.ToUInt16(bytes[8..]) & 0x7FFF, BitConverter.ToUInt32(bytes[12..])));
        }
    }

    private string NextMid() => Sections.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private PeerTrack? Find(TrackSource source) => Tracks.Find(track => track.Section.Source == source);
}
