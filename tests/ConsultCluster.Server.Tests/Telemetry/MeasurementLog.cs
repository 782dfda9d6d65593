using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Server.Tests.Telemetry;

/// <summary>What one server's instruments measured; servers of other tests have meters of their own.</summary>
internal sealed class MeasurementLog : IDisposable
{
    private readonly ConcurrentQueue<(string Instrument, double Value, Dictionary<string, object?> Tags)> _all = new();
    private readonly MeterListener _listener = new();

    public MeasurementLog(IServiceProvider server)
    {
        var factory = server.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Sum of the measurements with these tags.</summary>
    public double Sum(string instrument, params (string Name, string Value)[] tags) =>
        _all.Where(m => m.Instrument == instrument && tags.All(tag => Equals(m.Tags.GetValueOrDefault(tag.Name), tag.Value))).Sum(m => m.Value);

    /// <summary>Measurements with these tags.</summary>
    public int Count(string instrument, params (string Name, string Value)[] tags) =>
        _all.Count(m => m.Instrument == instrument && tags.All(tag => Equals(m.Tags.GetValueOrDefault(tag.Name), tag.Value)));

    /// <summary>What an observed instrument says now.</summary>
    public double Observe(string instrument)
    {
        _listener.RecordObservableInstruments();
        return _all.Last(m => m.Instrument == instrument).Value;
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _all.Enqueue((instrument.Name, value, tags.ToArray().ToDictionary(StringComparer.Ordinal)));
}
