using System.Globalization;
using System.Text;
using ConsultCluster.Cluster.Media;
using ConsultCluster.Cluster.State;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Media;
using Orleans.Storage;

namespace ConsultCluster.Cluster.Tests.State;

/// <summary>A grain storage in memory with versions as the real one has; hangs and fails when it is told to.</summary>
internal sealed class FakeGrainStorage : IGrainStorage
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string State, GrainId Grain), (BinaryData Payload, int Version)> _rows = [];
    private readonly JsonStateSerializer _serializer = new();
    private readonly List<(Func<bool> Holds, TaskCompletionSource Done)> _waiting = [];

    /// <summary>While it is not done, no call ends.</summary>
    public Task Answers { get; set; } = Task.CompletedTask;

    /// <summary>Every call throws.</summary>
    public bool Fails { get; set; }

    /// <summary>Calls that have begun and not ended.</summary>
    public int Running { get; private set; }

    /// <summary>Calls that threw because they were told to.</summary>
    public int Failures { get; private set; }

    /// <summary>Writes that were taken.</summary>
    public int Writes { get; private set; }

    /// <summary>Everything that is kept, as it would be in the database.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _rows.Values.Select(row => Encoding.UTF8.GetString(row.Payload)));
            }
        }
    }

    /// <summary>Relays that the next activation of a group would ask.</summary>
    public RelayId[] Relays
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _rows
                        .Where(row => row.Key.State == PlanKeeper.StateName)
                        .SelectMany(row => _serializer.Deserialize<PlanMemory>(row.Value.Payload)!.Relays()),
                ];
            }
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Lose()
    {
        lock (_lock)
        {
            _rows.Clear();
        }
    }

    /// <summary>Done when this holds after a call.</summary>
    public async Task UntilAsync(Func<FakeGrainStorage, bool> holds)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (holds(this))
            {
                return;
            }

            _waiting.Add((() => holds(this), done));
        }

        await done.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => CallAsync(() =>
    {
        var isThere = _rows.TryGetValue((stateName, grainId), out var row);
        grainState.State = isThere ? _serializer.Deserialize<T>(row.Payload)! : Activator.CreateInstance<T>();
        grainState.ETag = isThere ? row.Version.ToString(CultureInfo.InvariantCulture) : null;
        grainState.RecordExists = isThere;
    });

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => CallAsync(() =>
    {
        var version = Checked(stateName, grainId, grainState.ETag) + 1;
        _rows[(stateName, grainId)] = (_serializer.Serialize(grainState.State), version);
        (grainState.ETag, grainState.RecordExists) = (version.ToString(CultureInfo.InvariantCulture), true);
        Writes++;
    });

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => CallAsync(() =>
    {
        Checked(stateName, grainId, grainState.ETag);
        _rows.Remove((stateName, grainId));
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
    });

    private int Checked(string stateName, GrainId grainId, string? etag)
    {
        var there = _rows.TryGetValue((stateName, grainId), out var row) ? row.Version.ToString(CultureInfo.InvariantCulture) : null;
        return there == etag || there is null
            ? int.Parse(etag ?? "0", CultureInfo.InvariantCulture)
            : throw new InconsistentStateException($"The row has version {there}, not {etag}.");
    }

    private async Task CallAsync(Action call)
    {
        lock (_lock)
        {
            Running++;
        }

        try
        {
            Settle();
            await Answers;
            lock (_lock)
            {
                if (Fails)
                {
                    Failures++;
                    throw new InvalidOperationException("The test broke the storage.");
                }

                call();
            }
        }
        finally
        {
            lock (_lock)
            {
                Running--;
            }

            Settle();
        }
    }

    private void Settle()
    {
        lock (_lock)
        {
            foreach (var (_, done) in _waiting.Where(waiting => waiting.Holds()))
            {
                done.TrySetResult();
            }

            _waiting.RemoveAll(static waiting => waiting.Done.Task.IsCompleted);
        }
    }
}
