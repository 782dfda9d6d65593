using System.Diagnostics.Metrics;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Deployment.Tests.Image;

/// <summary>A real server with one relay on loopback, for what deployment files ask of one.</summary>
public sealed class RunningServer : IAsyncLifetime, IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("consult-").FullName;
    private readonly MeterListener _listener = new();
    private readonly HashSet<string> _instruments = [];
    private StartedServer? _server;

    /// <summary>Address of plain HTTP.</summary>
    public Uri Address => _server!.Address;

    /// <summary>Names of the instruments of its relays' meter.</summary>
    public IReadOnlyCollection<string> RelayInstruments => _instruments;

    public async Task InitializeAsync()
    {
        _listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "ConsultCluster.Relay")
            {
                _instruments.Add(instrument.Name);
            }
        };
        _listener.Start();
        _server = await ServerHost.StartAsync(new ServerOptions { HttpPort = 0, RelayPort = 0, Relays = 1, Data = _data });
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    public void Dispose() => _listener.Dispose();
}
