using ConsultCluster.Storage.Keys;

namespace ConsultCluster.Storage.Tests.Keys;

/// <summary>Files of the data folder that several servers may make at the same moment.</summary>
public sealed class SecretFileTests : IDisposable
{
    private const int Processes = 8;
    private const int Rounds = 50;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consult-");

    [Fact]
    public void WriteOnce_ManyTogether_OneMakesItAndAllReadThatOne()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var path = Path.Combine(_folder.FullName, $"{round}.key");
            using var barrier = new Barrier(Processes);
            var read = new byte[Processes][];

            var threads = Enumerable.Range(0, Processes).Select(i => new Thread(() =>
            {
                barrier.SignalAndWait();
                SecretFile.WriteOnce(path, [(byte)i]);
                read[i] = File.ReadAllBytes(path);
            })).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());

            Assert.All(read, content => Assert.Equal(read[0], content));
        }

        Assert.Equal(Rounds, _folder.GetFiles().Length);
        Assert.All(_folder.GetFiles(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
    }

    [Fact]
    public void Write_FolderOfThatName_SaysSoAndLeavesNoDraft()
    {
        var path = _folder.CreateSubdirectory("data.key").FullName;

        foreach (var write in new Action[] { () => SecretFile.WriteOnce(path, [1]), () => SecretFile.Write(path, [1]) })
        {
            Assert.Equal($"{path} is a folder, but must be a file.", Assert.Throws<IOException>(write).Message);
        }

        Assert.Empty(_folder.GetFiles());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
