using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.RelayNode;

return await ProgramHost.RunAsync<RelayNodeOptions>(
    args,
    "ConsultCluster relay node: media relays only, no web app, API or database",
    async options =>
    {
        await using var node = await RelayNodeHost.StartAsync(options);
        node.Print(Console.Out);
        await node.WaitForStopAsync();
    });
