package server

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"mcp-package/internal/rest"
)

// Main serves until told to stop: SIGTERM, SIGINT, or the end of stdin. It returns the exit code: 0, 1 with one line on
// stderr when a setting cannot be used, or 2 for wrong arguments.
func Main(program string, arguments []string, build func(Settings) (*Server, error)) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends at once
	settings, err := ReadSettings()
	if err == nil {
		err = parse(program, arguments, &settings, os.Stderr)
	}
	var wrong *flagError
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &wrong):
		return 2
	case err == nil:
		err = serve(ctx, settings, build)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %s\n", program, oneLine(err))
		return 1
	}
	return 0
}

// oneLine shows the text of our own errors; others may hold anything.
func oneLine(err error) string {
	var settings *rest.SettingsError
	if errors.As(err, &settings) {
		return settings.Problem
	}
	return rest.Shown(err.Error(), 300)
}

type flagError struct{ error }

// checkHealth asks a server on this machine whether it is there: containers without a shell have no other way.
func checkHealth(settings Settings) error {
	client := http.Client{Timeout: 4 * time.Second}
	response, err := client.Get("http://127.0.0.1:" + strconv.Itoa(settings.Port) + "/health")
	if err != nil {
		return &rest.SettingsError{Problem: "no server answers on this port"}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return &rest.SettingsError{Problem: "the server is not healthy"}
	}
	return nil
}

// parse reads the command line, which wins over the environment.
func parse(program string, arguments []string, settings *Settings, out io.Writer) error {
	flags := flag.NewFlagSet(program, flag.ContinueOnError)
	flags.SetOutput(out)
	overHTTP := flags.Bool("http", settings.Transport == "http", "serve streamable HTTP at /mcp instead of stdio")
	flags.StringVar(&settings.Host, "host", settings.Host, "address to listen on")
	health := flags.Bool("check-health", false, "ask the server on this port for its health, and end")
	flags.IntVar(&settings.Port, "port", settings.Port, "port to listen on")
	if err := flags.Parse(arguments); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return &flagError{err}
	}
	settings.Transport = "stdio"
	switch {
	case *health:
		settings.Transport = "health"
	case *overHTTP:
		settings.Transport = "http"
	}
	return nil
}

func serve(ctx context.Context, settings Settings, build func(Settings) (*Server, error)) error {
	if settings.Transport == "health" {
		return checkHealth(settings)
	}
	ConfigureLogging(os.Stderr, settings.LogLevel)
	server, err := build(settings)
	if err != nil {
		return err
	}
	stop, err := server.Start(ctx)
	defer stop()
	if err != nil {
		return err
	}
	if settings.Transport == "http" {
		return server.ServeHTTP(ctx, settings)
	}
	return server.ServeStdio(ctx, os.Stdin, os.Stdout)
}
