using ConsultCluster.Domain;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Server.Hosting;
using ConsultCluster.Server.Tokens;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Server.Hubs.Connections;

/// <summary>The hub connections of this process, and how many of them one token and one network may have.</summary>
internal sealed class TerminalConnections(IOptions<ServerOptions> options, TokenConnects connects, HubLimitLog log, TimeProvider clock)
{
    private static readonly Refusal TooManyOfToken = new(
        RefusalCodes.RequestFlood, "This link or token has too many connections. Close some of them, or wait a minute.");

    private static readonly Refusal TooManyOfNetwork = new(
        RefusalCodes.RequestFlood, "Your network has too many connections. Close some of them, or tell the administrator of the server.");

    private readonly Lock _lock = new();
    private readonly Dictionary<TokenId, List<TerminalConnection>> _byToken = [];
    private readonly Dictionary<string, int> _byNetwork = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _byNetwork.Values.Sum();
            }
        }
    }

    /// <summary>
    /// Counts a connection from now on. When its token has as many as it may, the oldest of them that has not entered makes room: a terminal whose lines go dead unnoticed comes
    /// back. Refuses with <c>request.too_many</c> when there is none, and when the token connects too often or the network is full.
    /// </summary>
    public Outcome<TerminalConnection> Open(TokenClaims claims, string from, string network)
    {
        var (connection, limit, refusal, replaced) = TryOpen(claims, from, network);
        if (limit is not null)
        {
            log.Reached(limit, claims, from);
        }

        replaced?.End(TooManyOfToken);
        return connection is null ? refusal! : connection;
    }

    /// <summary>The connection is gone.</summary>
    public void Close(TerminalConnection connection)
    {
        lock (_lock)
        {
            if (_byToken.TryGetValue(connection.Claims.Id, out var ofToken) && ofToken.Remove(connection) && ofToken.Count == 0)
            {
                _byToken.Remove(connection.Claims.Id);
            }

            var left = _byNetwork[connection.Network] - 1;
            if (left == 0)
            {
                _byNetwork.Remove(connection.Network);
            }
            else
            {
                _byNetwork[connection.Network] = left;
            }
        }

        connection.Dispose();
    }

    private (TerminalConnection? Connection, string? Limit, Refusal? Refusal, TerminalConnection? Replaced) TryOpen(TokenClaims claims, string from, string network)
    {
        if (!connects.TryTake(claims.Id))
        {
            return (null, HubLimit.Connects, TokenConnects.TooOften, null);
        }

        lock (_lock)
        {
            var ofNetwork = _byNetwork.GetValueOrDefault(network);
            if (ofNetwork >= options.Value.HubPerAddress)
            {
                return (null, HubLimit.AddressConnections, TooManyOfNetwork, null);
            }

            var ofToken = _byToken.GetValueOrDefault(claims.Id) ?? [];
            TerminalConnection? replaced = null;
            if (ofToken.Count >= options.Value.HubPerToken)
            {
                replaced = ofToken.Find(one => !one.HasEntered);
                if (replaced is null)
                {
                    return (null, HubLimit.TokenConnections, TooManyOfToken, null);
                }

                // Its line is still to be taken down, and counts for the network until then.
                ofToken.Remove(replaced);
            }

            var opened = new TerminalConnection(claims, from, network, options.Value.HubEnterTime, clock, (one, limit) => log.Reached(limit, one.Claims, one.From));
            ofToken.Add(opened);
            _byToken[claims.Id] = ofToken;
            _byNetwork[network] = ofNetwork + 1;
            return (opened, replaced is null ? null : HubLimit.TokenConnections, null, replaced);
        }
    }
}
