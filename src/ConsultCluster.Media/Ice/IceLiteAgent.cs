using System.Buffers.Binary;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Ice;

/// <summary>
/// The relay's side of ICE (RFC 8445 §2.5). It has host candidates only and answers the peer's checks. A check by itself
/// proves nothing, because it may be a copy: only the answer to a check of ours selects another address and is consent
/// (RFC 7675; decisions 0024 and 0031). One owner thread.
/// </summary>
public sealed class IceLiteAgent
{
    /// <summary>A success response with an IPv6 address is 76 bytes; an error with four unknown attributes is 80.</summary>
    private const int MaxReply = 96;

    /// <summary>Consent ends so long after the last answer (RFC 7675 §5.1).</summary>
    public static readonly TimeSpan ConsentLifetime = TimeSpan.FromSeconds(30);

    private readonly IRandomSource _random;
    private readonly uint _session;
    private readonly TimeSpan _consentInterval;
    private readonly PathValidator _paths;
    private readonly PathCheck _consent = new();
    private readonly AddressBudget _budget = new();
    private IceKeys _current;
    private IceKeys? _former;
    private bool _nominated;
    private MonoTime? _nextConsent;
    private MonoTime _provenAt;

    /// <summary>Creates an agent that waits for the peer's first check.</summary>
    /// <param name="local">Our credentials, from the answer.</param>
    /// <param name="remote">The peer's credentials, from the offer.</param>
    /// <param name="random">Source of our checks' transaction ids.</param>
    /// <param name="session">
    /// Number of the agent at its owner; part of the answers to its checks (<see cref="TryReadSession"/>).
    /// </param>
    /// <param name="consentInterval">Time between an answer from the selected address and the next check there.</param>
    public IceLiteAgent(IceCredentials local, IceCredentials remote, IRandomSource random, uint session, TimeSpan consentInterval)
    {
        _random = random;
        _session = session;
        _consentInterval = consentInterval;
        _current = new(local, remote);
        _paths = new(random, session);
    }

    /// <summary>
    /// The address to send to: that of the first authenticated check, then the last one from which the peer answered a
    /// check of ours. Null before the first check, and after another session has proven to have the address.
    /// </summary>
    public TransportAddress? Selected { get; private set; }

    /// <summary>
    /// True while the peer has proven within <see cref="ConsentLifetime"/> that it receives at <see cref="Selected"/>.
    /// Otherwise only three times the bytes that come from there may be sent.
    /// </summary>
    public bool IsProven => _budget.IsProven;

    /// <summary>Authenticated checks answered.</summary>
    public long ChecksAnswered { get; private set; }

    /// <summary>Requests refused or dropped: bad integrity, unknown user, malformed.</summary>
    public long ChecksRefused { get; private set; }

    /// <summary>
    /// Reads the user fragment that a Binding request is addressed to, the part of USERNAME before the colon, in UTF-8.
    /// It identifies the session of a datagram from an unknown address. Not authenticated. False for everything else.
    /// </summary>
    public static bool TryReadLocalUserFragment(ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> userFragment)
    {
        userFragment = default;
        if (!StunMessage.IsStun(datagram) || datagram[0] != 0 || datagram[1] != StunHeader.BindingMethod)
        {
            return false;
        }

        var reader = new StunAttributeReader(datagram);
        while (reader.TryRead())
        {
            if (reader.Type == StunAttribute.Username)
            {
                var colon = reader.Value.IndexOf((byte)':');
                userFragment = colon > 0 ? reader.Value[..colon] : default;
                return colon > 0;
            }
        }

        return false;
    }

    /// <summary>
    /// Reads the number of the session whose check a Binding response answers. It identifies the session of a datagram
    /// from an unknown address. Not authenticated. False for everything else.
    /// </summary>
    public static bool TryReadSession(ReadOnlySpan<byte> datagram, out uint session) => PathValidator.TryReadSession(datagram, out session);

    /// <summary>When <see cref="HandleTimeout"/> next has work; null before the first check.</summary>
    public MonoTime? NextTimeout => Earlier(Earlier(_paths.NextTimeout, _consent.NextTimeout ?? _nextConsent), ConsentEnd);

    private MonoTime? ConsentEnd => _budget.IsProven ? _provenAt + ConsentLifetime : null;

    /// <summary>Bytes that may be sent to <see cref="Selected"/> now; no limit once proven.</summary>
    public int Allowance => _budget.IsProven ? int.MaxValue : (int)Math.Clamp(_budget.Left, 0, int.MaxValue);

    /// <summary>
    /// The peer restarted ICE (RFC 8445 §9): new credentials on both sides. The previous credentials and <see
    /// cref="Selected"/> stay valid until the first check with the new ones.
    /// </summary>
    public void Restart(IceCredentials local, IceCredentials remote)
    {
        _former = _current;
        _current = new(local, remote);
    }

    /// <summary>
    /// Handles one datagram whose first byte is 0 to 3 (RFC 7983). A request gets at most one answer through the sink;
    /// a check of ours may be sent as well.
    /// </summary>
    /// <param name="requiresProof">
    /// The peer must prove that it receives at the address before it is used, even as the first one.
    /// </param>
    public IceCheckResult HandlePacket(
        ReadOnlySpan<byte> datagram, in TransportAddress from, MonoTime now, IDatagramSink sink, bool requiresProof = false)
    {
        if (!StunMessage.TryParse(datagram, out var message) || !message.IsBinding)
        {
            return IceCheckResult.Ignored;
        }

        if (message.Class != StunClass.Request)
        {
            return message.Class == StunClass.Success ? HandleAnswer(message, from, now) : IceCheckResult.Ignored;
        }

        var error = Authenticate(message, out var keys);
        if (error != StunErrorCode.None)
        {
            ChecksRefused++;
            Refuse(message, error, keys: null, from, datagram.Length, sink);
            return IceCheckResult.Refused;
        }

        error = message.UnknownCount > 0 ? StunErrorCode.UnknownAttribute
            : message.IceControlled is not null ? StunErrorCode.RoleConflict
            : StunErrorCode.None;
        if (error != StunErrorCode.None)
        {
            ChecksRefused++;
            Refuse(message, error, keys, from, Math.Min(datagram.Length, MaxReply), sink);
            return IceCheckResult.Refused;
        }

        return Accept(message, keys!, from, datagram.Length, now, sink, requiresProof);
    }

    /// <summary>A datagram other than STUN came from that address, authentic or not.</summary>
    public void HandleReceived(int length, in TransportAddress from)
    {
        if (!_budget.IsProven && Selected == from)
        {
            _budget.HandleReceived(length);
        }
    }

    /// <summary>True when that many bytes may be sent to <see cref="Selected"/> now.</summary>
    public bool MaySend(int length) => _budget.MaySend(length);

    /// <summary>That many bytes were sent to <see cref="Selected"/>, other than by this agent.</summary>
    public void HandleSent(int length) => _budget.HandleSent(length);

    /// <summary>The peer has proven in another way that it receives at <see cref="Selected"/>.</summary>
    public void HandleProof(MonoTime now)
    {
        _budget.Prove();
        _provenAt = now;
        _nextConsent ??= now + _consentInterval;
    }

    /// <summary>Another session has proven to have this address: nothing more is sent there.</summary>
    public void Release(in TransportAddress address)
    {
        if (Selected == address)
        {
            Selected = null;
            _nextConsent = null;
            _consent.Stop();
            _budget.Reset();
        }
    }

    /// <summary>Sends and repeats our checks that are due; ends consent that was not renewed.</summary>
    public void HandleTimeout(MonoTime now, IDatagramSink sink)
    {
        _paths.HandleTimeout(now, sink);
        if (ConsentEnd <= now)
        {
            _budget.Reset();
        }

        _consent.HandleTimeout(now, sink);
        if (!_consent.IsRunning && _nextConsent <= now && Selected is { } to)
        {
            StartConsent(_current, to, now, sink);
        }
    }

    private static MonoTime? Earlier(MonoTime? one, MonoTime? other) => one is null || other < one ? other ?? one : one;

    private IceCheckResult Accept(
        in StunMessage message, IceKeys keys, in TransportAddress from, int received, MonoTime now, IDatagramSink sink, bool requiresProof)
    {
        ChecksAnswered++;
        var answered = Answer(message, keys, from, sink);

        // The peer uses the credentials of a restart: the former ones end (RFC 8445 §9).
        _former = ReferenceEquals(keys, _current) ? null : _former;
        if (Selected == from)
        {
            _budget.HandleReceived(received);
            _budget.HandleSent(answered);
            _nominated |= message.UseCandidate;
            _consent.Hasten(now, sink);
            return IceCheckResult.Answered;
        }

        if (requiresProof || Selected is not null)
        {
            if (message.UseCandidate || !_nominated)
            {
                _paths.HandleCheck(keys, from, received, answered, now, sink);
            }

            return IceCheckResult.Unproven;
        }

        // Nothing was sent to any address yet, so there is nothing to divert. What this one gets is limited.
        Select(from, message.UseCandidate);
        _budget.HandleReceived(received);
        _budget.HandleSent(answered);
        StartConsent(keys, from, now, sink);
        return IceCheckResult.Selected;
    }

    private IceCheckResult HandleAnswer(in StunMessage message, in TransportAddress from, MonoTime now)
    {
        if (_consent.IsAnswer(message, from))
        {
            _consent.Stop();
        }
        else if (_paths.HandleAnswer(message, from, _current, _former, now))
        {
            Select(from, isNominated: true);
        }
        else
        {
            return IceCheckResult.Ignored;
        }

        _budget.Prove();
        _provenAt = now;
        _nextConsent = now + _consentInterval;
        return IceCheckResult.Proven;
    }

    private void Select(in TransportAddress address, bool isNominated)
    {
        _nominated |= isNominated;
        if (Selected != address)
        {
            Selected = address;
            _consent.Stop();
            _budget.Reset();
        }
    }

    private void StartConsent(IceKeys keys, in TransportAddress to, MonoTime now, IDatagramSink sink)
    {
        // 64 unpredictable bits: only a receiver at the address can answer, even with the peer's password.
        Span<byte> transactionId = stackalloc byte[PathCheck.TransactionLength];
        BinaryPrimitives.WriteUInt32BigEndian(transactionId, _session);
        _random.Fill(transactionId[4..]);
        _nextConsent = now + _consentInterval;
        _consent.Start(keys, to, transactionId, _budget, now, sink);
    }

    private StunErrorCode Authenticate(in StunMessage message, out IceKeys? keys)
    {
        keys = null;
        if (message.Username.IsEmpty || !message.HasIntegrity)
        {
            return StunErrorCode.BadRequest;
        }

        keys = _current.IsUsername(message.Username) ? _current
            : _former is not null && _former.IsUsername(message.Username) ? _former
            : null;
        if (keys is null)
        {
            return StunErrorCode.Unauthenticated;
        }

        Span<byte> password = stackalloc byte[IceKeys.MaxLength];
        return message.VerifyIntegrity(keys.ReadPassword(password)) ? StunErrorCode.None : StunErrorCode.Unauthenticated;
    }

    /// <summary>Returns the answer's length.</summary>
    private static int Answer(in StunMessage message, IceKeys keys, in TransportAddress from, IDatagramSink sink)
    {
        var writer = new StunWriter(sink.Reserve(from, MaxReply), StunClass.Success, message.TransactionId);
        writer.AddMappedAddress(from);
        Span<byte> password = stackalloc byte[IceKeys.MaxLength];
        writer.AddIntegrity(keys.ReadPassword(password));
        writer.AddFingerprint();
        sink.Commit(writer.Length);
        return writer.Length;
    }

    // A reply to an unauthenticated request is never larger than the request, so the relay cannot amplify traffic.
    private static void Refuse(
        in StunMessage message, StunErrorCode error, IceKeys? keys, in TransportAddress to, int maxLength, IDatagramSink sink)
    {
        Span<byte> reply = stackalloc byte[MaxReply];
        var writer = new StunWriter(reply, StunClass.Error, message.TransactionId);
        writer.AddErrorCode(error);
        if (error == StunErrorCode.UnknownAttribute)
        {
            var unknown = message.Unknown;
            writer.AddUnknownAttributes(unknown[..message.UnknownCount]);
        }

        if (keys is not null)
        {
            Span<byte> password = stackalloc byte[IceKeys.MaxLength];
            writer.AddIntegrity(keys.ReadPassword(password));
        }

        writer.AddFingerprint();
        if (writer.Length <= maxLength)
        {
            reply[..writer.Length].CopyTo(sink.Reserve(to, writer.Length));
            sink.Commit(writer.Length);
        }
    }
}
