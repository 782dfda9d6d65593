using ConsultCluster.Storage.Keys;

namespace ConsultCluster.Storage.Tests.Postgres;

/// <summary>A data key in a folder that is gone after the test.</summary>
internal sealed class KeyFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-key-");

    public KeyFolder() => Key = DataKey.OpenOrCreate(Path.Combine(_folder.FullName, "data.key"));

    public DataKey Key { get; }

    public void Dispose()
    {
        Key.Dispose();
        _folder.Delete(recursive: true);
    }
}
