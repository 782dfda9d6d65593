using System.Net;
using System.Text;
using ConsultCluster.Media.Ice;
using ConsultCluster.Media.Stun;

namespace ConsultCluster.Media.Tests.Ice;

/// <summary>Writes a terminal's checks, valid or with one error.</summary>
internal sealed class IcePeer(IceCredentials relay, IceCredentials terminal)
{
    public static readonly IceCredentials Relay = new("relayUfrag01", "relayPassword0123456789a");
    public static readonly IceCredentials Terminal = new("term", "terminalPassword0123456789");
    public static readonly TransportAddress Home = TransportAddress.From(new(IPAddress.Parse("192.0.2.10"), 4000));
    public static readonly TransportAddress Mobile = TransportAddress.From(new(IPAddress.Parse("2001:db8::7"), 5000));

    private byte _transaction;

    public static IcePeer Default => new(Relay, Terminal);

    public string Username { get; init; } = $"{relay.UserFragment}:{terminal.UserFragment}";

    public string Password { get; init; } = relay.Password;

    public bool HasUsername { get; init; } = true;

    public bool HasIntegrity { get; init; } = true;

    public bool IsControlled { get; init; }

    public ushort UnknownAttribute { get; init; }

    public byte[] Check(bool nominate = true)
    {
        Span<byte> buffer = stackalloc byte[512];
        var writer = new StunWriter(buffer, StunClass.Request, [++_transaction, (byte)terminal.UserFragment[0], 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        if (HasUsername)
        {
            writer.AddUsername(Encoding.UTF8.GetBytes(Username));
        }

        writer.AddPriority(1);
        if (IsControlled)
        {
            writer.AddIceControlled(5);
        }
        else
        {
            writer.AddIceControlling(5);
        }

        if (nominate)
        {
            writer.AddUseCandidate();
        }

        if (UnknownAttribute != 0)
        {
            // PRIORITY again, under another type.
            var at = writer.Length;
            writer.AddPriority(0);
            buffer[at] = (byte)(UnknownAttribute >> 8);
            buffer[at + 1] = (byte)UnknownAttribute;
        }

        if (HasIntegrity)
        {
            writer.AddIntegrity(Encoding.UTF8.GetBytes(Password));
        }

        writer.AddFingerprint();
        return buffer[..writer.Length].ToArray();
    }

    /// <summary>The peer's answer to a check of the agent (RFC 8445 §7.3).</summary>
    public byte[] Answer(ReadOnlySpan<byte> check)
    {
        Span<byte> buffer = stackalloc byte[128];
        var writer = new StunWriter(buffer, StunClass.Success, check.Slice(8, 12));
        writer.AddMappedAddress(Home);
        writer.AddIntegrity(Encoding.UTF8.GetBytes(terminal.Password));
        writer.AddFingerprint();
        return buffer[..writer.Length].ToArray();
    }
}
