using System.Text;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Ice;

/// <summary>
/// ICE credentials that the control plane gives to terminals to measure their round trip to this relay. Binding
/// requests with them are answered without further effect. Without them there is no answer, so the relay is no open
/// reflector. They change every <see cref="Lifetime"/> and stay valid for one more, which limits a stolen ticket.
/// </summary>
public sealed class ProbeTickets
{
    /// <summary>Probing takes half a second; a page may have received its tickets some seconds earlier.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>A success response with an IPv6 address is 76 bytes.</summary>
    private const int MaxReply = 96;

    private readonly IRandomSource _random;
    private volatile IceCredentials _current;
    private IceCredentials? _former;
    private MonoTime? _nextTimeout;

    /// <summary>Creates tickets; their lifetime starts with the first <see cref="HandleTimeout"/>.</summary>
    public ProbeTickets(IRandomSource random)
    {
        _random = random;
        _current = IceCredentials.Create(random);
    }

    /// <summary>Credentials to hand out now; any thread may read them.</summary>
    public IceCredentials Current => _current;

    /// <summary>Changes the credentials when due; call it at least once per second.</summary>
    public void HandleTimeout(MonoTime now)
    {
        _nextTimeout ??= now + Lifetime;
        if (_nextTimeout is not { } due || now < due)
        {
            return;
        }

        // After a suspension across more than one change, no ticket handed out is still valid.
        _former = now - due < Lifetime ? _current : null;
        _current = IceCredentials.Create(_random);
        _nextTimeout = now + Lifetime;
    }

    /// <summary>Answers a Binding request with a valid ticket; false for every other datagram.</summary>
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

    /// <summary>USERNAME is our fragment, a colon, and the terminal's own fragment (RFC 8445 §7.2.2).</summary>
    private static bool IsFor(ReadOnlySpan<byte> username, IceCredentials ticket)
    {
        var length = ticket.UserFragment.Length;
        return username.Length > length && username[length] == ':' && Ascii.Equals(username[..length], ticket.UserFragment);
    }
}
