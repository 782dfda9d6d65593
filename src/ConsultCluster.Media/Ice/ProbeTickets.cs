using System.Text;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Ice;

/// <summary>
/// ICE credentials that the control plane hands to terminals which are to measure their round trip to this relay. Binding requests under
/// them are answered like a session's and change nothing; without them nobody gets an answer, so the relay reflects for nobody else. They
/// change every <see cref="Lifetime"/> and are taken for one more, so that a stolen ticket soon is none.
/// </summary>
public sealed class ProbeTickets
{
    /// <summary>Probing takes half a second; a page may have been handed its tickets some seconds before.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>A success response with an IPv6 address is 76 bytes.</summary>
    private const int MaxReply = 96;

    private readonly IRandomSource _random;
    private volatile IceCredentials _current;
    private IceCredentials? _former;
    private MonoTime? _nextTimeout;

    /// <summary>Tickets that hold from now on; their time runs from the first <see cref="HandleTimeout"/>.</summary>
    public ProbeTickets(IRandomSource random)
    {
        _random = random;
        _current = IceCredentials.Create(random);
    }

    /// <summary>What to hand out now; may be read from any thread.</summary>
    public IceCredentials Current => _current;

    /// <summary>Changes the credentials when they are due; to be called about once per second, or more often.</summary>
    public void HandleTimeout(MonoTime now)
    {
        _nextTimeout ??= now + Lifetime;
        if (_nextTimeout is not { } due || now < due)
        {
            return;
        }

        // Who slept over more than one change has handed out nothing that still holds.
        _former = now - due < Lifetime ? _current : null;
        _current = IceCredentials.Create(_random);
        _nextTimeout = now + Lifetime;
    }

    /// <summary>Answers a Binding request under a ticket that holds; false, and no answer, for every other datagram.</summary>
    public bool TryAnswer(ReadOnlySpan<byte> datagram, in TransportAddress from, IDatagramSink sink)
    {
        if (!StunMessage.TryParse(datagram, out var message) || message.Class != StunClass.Request || !message.IsBinding || message.UnknownCount > 0)
        {
            return false;
        }

        var ticket = IsFor(message.Username, _current) ? _current : _former is { } former && IsFor(message.Username, former) ? former : null;
        if (ticket is null)
        {
            return false;
        }

        Span<byte> buffer = stackalloc byte[ticket.Password.Length];
        var password = buffer[..Encoding.ASCII.GetBytes(ticket.Password, buffer)];
        if (!message.HasIntegrity || !message.VerifyIntegrity(password))
        {
            return false;
        }

        var writer = new StunWriter(sink.Reserve(from, MaxReply), StunClass.Success, message.TransactionId);
        writer.AddMappedAddress(from);
        writer.AddIntegrity(password);
        writer.AddFingerprint();
        sink.Commit(writer.Length);
        return true;
    }

    /// <summary>USERNAME is our fragment, a colon, and whatever the terminal made up (RFC 8445 §7.2.2).</summary>
    private static bool IsFor(ReadOnlySpan<byte> username, IceCredentials ticket)
    {
        var length = ticket.UserFragment.Length;
        return username.Length > length && username[length] == ':' && Ascii.Equals(username[..length], ticket.UserFragment);
    }
}
