using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Ice;

/// <summary>
/// The relay's side of ICE (RFC 8445 §2.5). It has host candidates only, answers the peer's checks, and sends media to
/// the source of the peer's newest nominated check, so a terminal can change its network during a call. It sends checks
/// only to validate such a change (decision 0024). One owner thread.
/// </summary>
public sealed class IceLiteAgent
{
    /// <summary>A success response with an IPv6 address is 76 bytes; an error with four unknown attributes is 80.</summary>
    private const int MaxReply = 96;

    private readonly RecentTransactions _transactions = new();
    private readonly PathValidator _paths;
    private IceKeys _current;
    private IceKeys? _former;
    private bool _nominated;

    /// <summary>Creates an agent that waits for the peer's first check.</summary>
    /// <param name="local">Our credentials, from the answer.</param>
    /// <param name="remote">The peer's credentials, from the offer.</param>
    /// <param name="random">Source of our checks' transaction ids.</param>
    /// <param name="session">
    /// Number of the agent at its owner; part of the answers to its checks (<see cref="TryReadSession"/>).
    /// </param>
    public IceLiteAgent(IceCredentials local, IceCredentials remote, IRandomSource random, uint session)
    {
        _current = new(local, remote);
        _paths = new(random, session);
    }

    /// <summary>
    /// The address to send to: that of the newest nominated check (RFC 8445 §7.3.1.5); before a nomination, of the
    /// newest authenticated check; null before the first.
    /// </summary>
    public TransportAddress? Selected { get; private set; }

    /// <summary>
    /// When the last new check arrived from <see cref="Selected"/>, which is the peer's consent (RFC 7675 §5.1; an
    /// ICE-lite agent uses the peer's checks). Null before the first.
    /// </summary>
    public MonoTime? LastCheck { get; private set; }

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

    /// <summary>When <see cref="HandleTimeout"/> next has work; null when no check of ours is pending.</summary>
    public MonoTime? NextTimeout => _paths.NextTimeout;

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
    /// The peer must prove that it receives at the address before it is used: an attacker could intercept a check and
    /// resend it from anywhere.
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
            return message.Class == StunClass.Success && _paths.HandleAnswer(message, from)
                ? Select(from, isNominated: true, now)
                : IceCheckResult.Ignored;
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
            Refuse(message, error, keys, from, MaxReply, sink);
            return IceCheckResult.Refused;
        }

        return Accept(message, keys!, from, now, sink, requiresProof);
    }

    /// <summary>
    /// Sends a check to the selected address: only the peer can answer it, and only now. <see cref="HandlePacket"/>
    /// handles the answer.
    /// </summary>
    public void Confirm(MonoTime now, IDatagramSink sink)
    {
        if (Selected is { } to && NextTimeout is null)
        {
            _paths.StartCheck(_current, to, now, sink);
        }
    }

    /// <summary>Repeats our checks that are due, or gives up.</summary>
    public void HandleTimeout(MonoTime now, IDatagramSink sink) => _paths.HandleTimeout(now, sink);

    private IceCheckResult Accept(
        in StunMessage message, IceKeys keys, in TransportAddress from, MonoTime now, IDatagramSink sink, bool requiresProof)
    {
        ChecksAnswered++;
        Answer(message, keys, from, sink);

        // A repeated check is a retransmission or an intercepted copy: answering is harmless, but it has no effect.
        if (_transactions.Contains(message.TransactionId))
        {
            return IceCheckResult.Repeated;
        }

        var isChosen = message.UseCandidate || !_nominated;
        if (requiresProof)
        {
            if (isChosen)
            {
                _paths.StartCheck(keys, from, now, sink);
            }

            // Do not remember it: an attacker's intercepted copy must not make the peer's original look like a
            // repetition.
            return IceCheckResult.Unproven;
        }

        _transactions.Add(message.TransactionId);
        if (ReferenceEquals(keys, _current))
        {
            _former = null;
        }


        if (isChosen)
        {
            return Select(from, message.UseCandidate, now);
        }

        LastCheck = now;
        return IceCheckResult.Answered;
    }

    private IceCheckResult Select(in TransportAddress address, bool isNominated, MonoTime now)
    {
        LastCheck = now;
        _nominated |= isNominated;
        var moved = Selected != address;
        Selected = address;
        return moved ? IceCheckResult.Selected : IceCheckResult.Answered;
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

    private static void Answer(in StunMessage message, IceKeys keys, in TransportAddress from, IDatagramSink sink)
    {
        var writer = new StunWriter(sink.Reserve(from, MaxReply), StunClass.Success, message.TransactionId);
        writer.AddMappedAddress(from);
        Span<byte> password = stackalloc byte[IceKeys.MaxLength];
        writer.AddIntegrity(keys.ReadPassword(password));
        writer.AddFingerprint();
        sink.Commit(writer.Length);
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
