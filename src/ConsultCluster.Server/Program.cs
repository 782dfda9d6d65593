using ConsultCluster.Server.Hosting;

if (args.Contains("--help", StringComparer.Ordinal))
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

var options = CommandLine.Parse(args, out var mistakes);
mistakes = [.. mistakes, .. PostgresSetting.Complete(options, Environment.GetEnvironmentVariable)];
if (mistakes.Count > 0)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, mistakes));
    return 2;
}

try
{
    if (options.Role == ServerRole.Relay)
    {
        await using var node = await RelayNodeHost.StartAsync(options);
        StartMessage.Print(node, Console.Out);
        await node.WaitForStopAsync();
        return 0;
    }

    await using var server = await ServerHost.StartAsync(options);
    StartMessage.Print(server, options, Console.Out);
    await server.WaitForStopAsync();
    return 0;
}
catch (StartupException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
