using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;

namespace ConsultCluster.Storage.Tests.Killed;

/// <summary>Sends chat messages through the group and prints the id of each acknowledged one, until it is killed.</summary>
internal static class Program
{
    public static async Task Main(string[] args)
    {
        using var store = WriterStore.Open(args[0], args[1]);
        await store.MigrateAsync();
        await using var silo = await SiloHost.StartAsync(store.Groups, new FakeRelays(new FakeRelay()));

        var group = silo.Groups.Get(Scene.Id);
        await group.RequestAsync(Scene.Request(), Scene.Applicant).Value();
        var claims = await group.IssueTokenAsync(Scene.Order("a")).Value();
        var seat = await group.EnterAsync(Scene.Entry(claims, "a")).Value();
        Console.WriteLine($"entered {seat.Terminal}");

        for (var i = 0; ; i++)
        {
            var message = await group.SendMessageAsync(seat.Terminal, $"{args[2]}-{i}", new string('x', i % 2000 + 1)).Value();
            Console.WriteLine($"recorded {message.Id}");
        }
    }
}
