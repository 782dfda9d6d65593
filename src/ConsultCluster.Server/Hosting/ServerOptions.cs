using System.Net;

namespace ConsultCluster.Server.Hosting;

/// <summary>What the server is told on its command line.</summary>
public sealed class ServerOptions
{
    /// <summary>Most relays that one server starts.</summary>
    public const int MaxRelays = 64;

    /// <summary>TCP port of web app, API and hub. Default 8080; 0 takes any free one.</summary>
    public int HttpPort { get; set; } = 8080;

    /// <summary>UDP port of the first relay; each further one takes the next. Default 7000; 0 takes any free ones.</summary>
    public int RelayPort { get; set; } = 7000;

    /// <summary>Relays, each a thread and a port of its own. Default one per core; 1 to <see cref="MaxRelays"/>.</summary>
    public int Relays { get; set; } = Math.Min(Environment.ProcessorCount, MaxRelays);

    /// <summary>Addresses that terminals are told to send media to. Empty: loopback, and nothing listens beyond it.</summary>
    public IList<IPAddress> Advertise { get; } = [];

    /// <summary>Folder of database, keys and certificate. Default <c>./data</c>; made when missing.</summary>
    public string Data { get; set; } = "data";

    /// <summary>PostgreSQL's connection string, see <c>PostgresOptions</c>; null for SQLite in <see cref="Data"/>. May hold a secret.</summary>
    public string? Postgres { get; set; }

    /// <summary>The same for the owner of the tables; null when the servers' role owns them. May hold a secret.</summary>
    public string? PostgresOwner { get; set; }

    /// <summary>Creates the documented accounts and lets them sign in.</summary>
    public bool Demo { get; set; }

    /// <summary>Serves HTTPS with a self-made certificate; plain HTTP then stays on loopback.</summary>
    public bool Https { get; set; }

    /// <summary>TCP port of HTTPS. Default 8443.</summary>
    public int HttpsPort { get; set; } = 8443;

    /// <summary>Folder of the built web app; null takes <c>wwwroot</c> beside the program.</summary>
    public string? Web { get; set; }

    /// <summary>True when other machines may reach the server.</summary>
    public bool IsPublic => Advertise.Any(a => !IPAddress.IsLoopback(a));
}
